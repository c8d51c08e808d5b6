"""Writes docs/agreement.md: ``python -m tests.differential.agreement``, as root, beside a dockerd.

Every case is run on a real dockerd and on our engine. What the page says is what was found.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.differential.cases.groups import GROUPS
from tests.differential.harness import Case, compare
from tests.differential.pair import running_pair
from tests.support.engines import Engine, why_no_dockerd

PAGE = Path(__file__).resolve().parents[2] / "docs/agreement.md"

_INTRODUCTION = """\
# Agreement with dockerd

<!-- Written by `python -m tests.differential.agreement`; do not edit. -->

The same requests go to a real dockerd ({version}) and to our engine, side by side on one
machine. For each case all of this must be the same, to the byte: the status, the body and the
headers of every answer; what `inspect` then says; the files below the data-root with their modes,
owners, extended attributes, times and contents; and what is left after the container was removed.
Only what is random is put aside first: IDs, random names, times of the run, the paths of the two
data-roots.

The cases are tables in `tests/differential/cases/`; `pytest tests/differential` runs them. It also
draws walks, dozens of calls in a row, which both engines go side by side: through an end of both
programs, a kill, and an exchange of their data-roots. All that they then tell, and have on disk,
must still be the same.

| group | cases | agree | known differences |
|---|---:|---:|---:|
"""

_KNOWN = """
## Known differences in these cases

| case | why |
|---|---|
"""

_BESIDES = """
## Known differences outside of them

These are no cases, since dockerd does not survive them, or since they are not of one answer.

| what | dockerd | our engine |
|---|---|---|
| kernel memory below 6 MiB | 20.10.24 says `... allowed is 6MB` | says `4MB`, as 20.10.13 does |
| an image's FIFOs and sockets, copied into a new volume | Debian's 20.10.24 copies FIFOs | ends \
the copy of that directory there, as 20.10.13 does |
| `StorageOpt` with the key `SIZE` | its handler crashes: no answer, and the name stays taken \
until it is started again | 500, and nothing stays |
| `Ulimits` with an entry `null` | hangs, and with it everybody who asks for that container | \
takes it for an entry with nothing in it |
| an unknown log or volume driver | answers after 15 seconds, in which it looks for a plugin | \
answers the same at once: it has no plugins |
| nameless volumes of a create that failed | stay until somebody prunes them | go with all else \
that the create had made |
| the last line of a pulled layer's `tar-split.json.gz` | has no empty segment, or has one if \
`unpigz` is installed | always has one |
| HTTP that is malformed, or rare (bytes beyond ASCII in a target, `Upgrade`, HTTP/1.0 kept \
alive) | is read by Go's parser | is read by h11, which is stricter, and mostly \
says `400 Bad Request` |
| a body whose chunks break behind the JSON | is not read so far | 500, and the connection ends |
| two endpoints, more than one link, changes of files, and the like | names them in random order | \
names them in the order in which they came |
| `/info` and `/version` | its own ID, its parts (containerd, runc), open files | its own; no such \
parts; Python where Go would stand |
| `start`, `stop`, `exec`, `attach`, `logs`, `commit`, `push`, `build`, swarm, plugins, making and \
removing networks | does it, or says what is not there | \
501, with a message that says how a real dockerd takes the container from here |
"""


def main() -> int:
    """Run every case and write the page; return 1 if one disagrees."""
    if (reason := why_no_dockerd()) is not None:
        print(reason, file=sys.stderr)
        return 1
    scratch = tempfile.TemporaryDirectory(prefix="agreement-")
    with scratch as base, running_pair(Path(base)) as engines:
        version = str(engines[0].call("GET", "/version")["Version"])
        rows, failed = _rows(engines)
    page = _INTRODUCTION.format(version=version) + "".join(rows) + _known() + _BESIDES
    PAGE.write_text(page)
    return 1 if failed else 0


def _rows(engines: tuple[Engine, Engine]) -> tuple[list[str], int]:
    rows, total, agreed, known, failed = [], 0, 0, 0, 0
    for title, cases in GROUPS.items():
        same = [case for case in cases if _agrees(engines, case)]
        different = [case for case in cases if case.known]
        rows.append(f"| {title} | {len(cases)} | {len(same)} | {len(different)} |\n")
        total, agreed, known = total + len(cases), agreed + len(same), known + len(different)
        failed += len(cases) - len(same) - len(different)
    rows.append(f"| **all** | **{total}** | **{agreed}** | **{known}** |\n")
    return rows, failed


def _agrees(engines: tuple[Engine, Engine], case: Case) -> bool:
    difference = compare(engines, case)
    if difference is not None and not case.known:
        print(f"{case.name}: {difference}", file=sys.stderr)
    return difference is None


def _known() -> str:
    cases = [case for cases in GROUPS.values() for case in cases if case.known]
    return _KNOWN + "".join(f"| {case.name} | {case.known} |\n" for case in cases)


if __name__ == "__main__":
    sys.exit(main())
