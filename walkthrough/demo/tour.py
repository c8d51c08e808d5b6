"""`trace demo`: the bundled image, the bundled registry, and a create that shows every part."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from walkthrough.values import short_ids

if TYPE_CHECKING:
    from walkthrough.trace_options import TraceOptions

ROOT_NAME = "container-walkthrough-demo"
CONTAINER = "walkthrough-demo"
_SHORT_FILES = 100  # bytes; longer ones are told by their size


def default_data_root() -> Path:
    """Return a data-root of the demo's own, so that it can begin with nothing each time."""
    from walkthrough.run import default_data_root

    return default_data_root().with_name(ROOT_NAME)


def words(reference: str) -> list[str]:
    """Return the create command of the demo: one of everything."""
    return [
        "create",
        f"--name={CONTAINER}",
        "--volume=notes:/srv/notes",  # a named volume; the image's /data is an anonymous one
        "--volume=/usr/share:/mnt/host:ro",  # a directory of the host
        "--tmpfs=/tmp:size=16m",
        "--workdir=/srv/work/today",  # does not exist yet
        "--env=GREETING=welcome",
        "--label=purpose=lesson",
        reference,
    ]


def run(data_root: Path, options: TraceOptions, *, lang: str) -> int:
    """Pull the demo image from a registry on loopback, create, and show what is on disk."""
    from walkthrough import telling
    from walkthrough.demo import registry
    from walkthrough.words import Word, speaker

    say = speaker(lang)
    if data_root.name == ROOT_NAME:
        clear(data_root)
    with registry.serve() as reference:
        command = words(reference)
        _say(f"$ trace {' '.join(command)}\n")
        status = telling.with_engine(command, data_root, options, lang=lang)
    if status == 0:
        _say(f"\n{say(Word.ON_DISK_NOW, data_root)}\n")
        names = list(of_the_container(data_root))
        lines = list(tree(data_root, names))
        for line, after in itertools.pairwise([*lines, ""]):
            name = line.split("  ", 1)[1]
            if not (name.endswith("/") and name in after):  # what is inside names it, too
                _say(line)
        _say(say(Word.OTHER_FILES, sum(1 for _ in tree(data_root)) - len(lines)))
        _say(f"\n{say(Word.YOUR_OWN)}")
        _say(f"  {_program()} --data-root {data_root} create {reference}")
    return status


def _program() -> str:
    """Return what starts `trace`: its path, unless the shell finds it by itself."""
    beside = str(Path(sys.executable).with_name("trace"))
    return beside if os.path.exists(beside) and shutil.which("trace") != beside else "trace"


def clear(data_root: Path) -> None:
    """Remove what an earlier demo left. Nothing is mounted there between two runs."""
    if any(line.split()[1].startswith(f"{data_root}/") for line in _mounts()):
        raise SystemExit(f"Something is still mounted below {data_root}.")
    if data_root.exists():
        shutil.rmtree(data_root)


def _mounts() -> list[str]:
    return Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()


def of_the_container(data_root: Path) -> Iterator[str]:
    """Yield the names of the directories below `data_root` that the demo's container has."""
    for config in data_root.glob("containers/*/config.v2.json"):
        if json.loads(config.read_text(encoding="utf-8"))["Name"] != f"/{CONTAINER}":
            continue
        yield f"containers/{config.parent.name}"
        for mount in data_root.glob(f"image/*/layerdb/mounts/{config.parent.name}/mount-id"):
            yield mount.parent.relative_to(data_root).as_posix()
            layer = mount.read_text(encoding="ascii").strip()
            yield from (f"{mount.parts[-5]}/{layer}{end}" for end in ("-init", ""))
    yield "volumes"


def tree(data_root: Path, names: Iterable[str] = ("",)) -> Iterator[str]:
    """Yield a line for each file below `names` in `data_root`: mode, owner, name, what it is."""
    for path in sorted({path for name in names for path in (data_root / name).rglob("*")}):
        name = path.relative_to(data_root).as_posix()
        status = path.lstat()
        line = f"{stat.filemode(status.st_mode)} {status.st_uid}:{status.st_gid}  {name}"
        yield short_ids(f"{line}{_remark(path, status)}")


def _remark(path: Path, status: os.stat_result) -> str:
    if stat.S_ISLNK(status.st_mode):
        return f" -> {path.readlink()}"
    if stat.S_ISDIR(status.st_mode):
        return "/"
    if not stat.S_ISREG(status.st_mode):
        return ""
    text = path.read_bytes() if status.st_size <= _SHORT_FILES else b""
    if text and text.isascii() and text.decode().strip().isprintable():
        return f": {text.decode().strip()}"
    return f"  ({status.st_size} bytes)"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
