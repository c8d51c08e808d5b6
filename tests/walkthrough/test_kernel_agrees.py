"""The narration agrees with the kernel: what a trace tells is what strace(1) saw, and no more.

Both sides are brought into one form, a list of changes below the data-root, and must be the same,
each change as often on either side. The form leaves out what neither promises:

- IDs are cut to twelve digits, as traces do; paths are relative to the data-root.
- Counted is what makes, moves, removes or marks a name: directories, new files, links, nodes,
  modes, owners, extended attributes. What is written into files, their sizes and times are not
  counted, nor are files without a name (O_TMPFILE), sockets, and calls that failed.
- A mode or owner that was so before counts: a trace keeps it, marked as no change.
- An open(2) with O_CREAT is a new file if none was there, which is followed name by name.
- A mount is asked for by a child process: each child's command must be told word for word, and
  each mount(2) and umount2(2) must be the work of a command that says so.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import strace
from tests.support.strace import Change
from walkthrough.values import short_ids

ROOT = Path(__file__).resolve().parents[2]
WHY_NOT = strace.why_not()
pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="overlay mounts and device nodes need root"),
    pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT or "strace is there"),
]

# What no step does, by name and reason. All of it happens while the engine starts, in functions
# that are no part of the chain of creates.
OUTSIDE = {
    r"<root>": "the data-root itself: made, or its mode set again",
    r"tmp-old": "what an engine before left in its directory of temporary files",
    r"(gen-)?runtimes(-old|\d+)?": "scripts of OCI runtimes with arguments, which no create runs",
    r"plugins(/.*)?|trust|swarm|buildkit(/.*)?": "directories of parts that are left out, kept as"
    " dockerd has them",
    r"network(/.*)?": "the networks' store, which a create does not open",
    r"(overlay2/)?check-overlayfs-support\d+(/.*)?": "the try whether overlays can be mounted",
    r"image(/overlay2(/(layerdb|distribution|imagedb(/\w+){0,2}))?)?": "empty stores of images",
    r"image/overlay2/(\.tmp-)?repositories\.json\d*": "the names of images, before there are any",
    r"volumes/(backingFsBlockDev|metadata\.db)": "the volumes' store, as it is opened",
}


@dataclass
class Run:
    """One traced command: what the kernel did, and what was told."""

    kernel: Counter[Change]
    programs: list[strace.Program]
    strays: list[Change]
    told: Counter[Change]
    outside: list[Change]
    late: list[dict[str, Any]]  # of these, what came after the engine's start
    commands: list[tuple[str, ...]]
    status: int
    text: str


@dataclass
class Engine:
    """A data-root, and the folder for what is kept of its runs."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root"

    def trace(self, *words: str, under: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if k not in ("DOCKER_HOST", "FORCE_COLOR")}
        ours = {
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "DOCKER_CONFIG": str(self.folder / "docker"),
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        return subprocess.run(
            [*under, sys.executable, "-m", "walkthrough", "--data-root", str(self.root), *words],
            env={**clean, **ours},
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )

    def create(self, *words: str) -> Run:
        """Run `trace create` under strace, and read both records of it."""
        log, saved = self.folder / "strace.log", self.folder / "trace.jsonl"
        before = strace.Names(self.root)
        under = ("strace", *strace.OPTIONS, "-o", str(log))
        done = self.trace("create", "--save", str(saved), *words, under=under)
        seen = strace.read(log, self.root, before)
        events = [json.loads(line) for line in saved.read_text(encoding="utf-8").splitlines()]
        told = [_told(event) for event in events if event["event"] in ("effect", "outside")]
        started = next(n for n, event in enumerate(events) if event.get("kind") == "command")
        late = [event for event in events[started:] if event["event"] == "outside"]
        outside = [_told(event) for event in events if event["event"] == "outside"]
        return Run(
            Counter(_short(change, self.root) for change in seen.changes),
            seen.programs,
            seen.strays,
            Counter(change for change in told if change and change[0] != "run"),
            [change for change in outside if change and change[0] != "run"],
            late,
            [tuple(shlex.split(change[1])) for change in told if change and change[0] == "run"],
            done.returncode,
            done.stdout + done.stderr,
        )


def _short(change: Change, root: Path) -> Change:
    """Return a change of the kernel's as a trace names it."""
    names = (part.replace(f"{root}/", "") for part in change[1:])
    return (change[0], *(short_ids(name) for name in names))


def _told(event: dict[str, Any]) -> Change | None:
    """Return what an event tells, in strace's words; nothing for what is not counted."""
    kind, target, detail = event["kind"], event["target"], event["detail"]
    path = target if kind in ("remove", "run") or target == "/" else target.rstrip("/")
    match kind:
        case "mkdir" | "create" | "remove" | "run":
            return kind, path
        case "rename":
            return kind, re.sub(r", \d+ bytes$", "", detail.removeprefix("was ")), path
        case "link":
            return kind, detail.removeprefix("same file as "), path
        case "symlink":
            return kind, path, detail.removeprefix("to ")
        case "chmod" | "chown":
            return kind, path, detail.split(" ")[1]
        case "setxattr":
            return kind, path, detail
        case "mknod":
            return kind, path, re.split("[ ,]", detail)[0]
    return None


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    from walkthrough.demo import registry

    with registry.serve() as name:
        yield name


@pytest.fixture(scope="module")
def pulled(image: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Run]:
    """An engine that has pulled its first image while it was watched."""
    engine = Engine(tmp_path_factory.mktemp("kernel"))
    return engine, engine.create(image)


@pytest.fixture(scope="module")
def runs(image: str, pulled: tuple[Engine, Run]) -> dict[str, Run]:
    """The runs, one after the other in one engine."""
    engine, first = pulled
    bare = engine.folder / "bare.tar"
    subprocess.run(["tar", "-cf", bare, "-C", ROOT, "LICENSE"], check=True)
    imported = engine.trace("image", "import", str(bare), "bare")
    assert imported.returncode == 0, imported.stderr
    return {
        "pull first": first,
        "plain": engine.create("bare", "true"),
        "anonymous volume with copy-up": engine.create(image),
        "named volume": engine.create(
            "--name", "lender", "-v", "lessons:/data", "-v", "empty:/new", image
        ),
        "volumes of another": engine.create(
            "--volumes-from", "lender", "-w", "/made/on/the/way", image
        ),
        "failing create": engine.create("--workdir", "/bin/hello", image),
        "failing step": engine.create("--fail-at", "daemon.Register", image),
    }


NAMES = (
    "pull first",
    "plain",
    "anonymous volume with copy-up",
    "named volume",
    "volumes of another",
    "failing create",
    "failing step",
)


@pytest.mark.parametrize("name", NAMES)
def test_each_change_that_the_kernel_made_is_told_once_and_nothing_else(
    runs: dict[str, Run], name: str
) -> None:
    run = runs[name]

    untold, unseen = run.kernel - run.told, run.told - run.kernel

    assert (sorted(untold.elements()), sorted(unseen.elements())) == ([], [])
    assert sum(run.kernel.values()) > 20, run.text


@pytest.mark.parametrize("name", NAMES)
def test_each_command_is_told_word_for_word_and_mounts_what_it_says(
    runs: dict[str, Run], name: str
) -> None:
    run = runs[name]

    assert Counter(run.commands) == Counter(program.argv for program in run.programs)
    assert run.strays == []
    for program in run.programs:
        verb = os.path.basename(program.argv[0])
        done = verb in ("mount", "umount") and program.status == 0
        assert [kind for kind, _ in program.mounts] == ([verb] if done else [])
        assert all(target.endswith(program.argv[-1]) for _, target in program.mounts)


@pytest.mark.parametrize("name", NAMES)
def test_what_no_step_did_is_known_by_name_and_reason(runs: dict[str, Run], name: str) -> None:
    run = runs[name]

    unknown = [
        change
        for change in run.outside
        if not any(re.fullmatch(pattern, _relative(change)) for pattern in OUTSIDE)
    ]

    assert unknown == []
    assert run.late == []


def _relative(change: Change) -> str:
    path = change[2] if change[0] in ("rename", "link") else change[1]
    return "<root>" if path.startswith("/") else path.rstrip("/")


def test_every_reason_is_still_needed(runs: dict[str, Run]) -> None:
    seen = {_relative(change) for run in runs.values() for change in run.outside}

    assert [p for p in OUTSIDE if not any(re.fullmatch(p, path) for path in seen)] == []


def test_the_runs_are_what_they_are_called(runs: dict[str, Run]) -> None:
    failed = {name for name, run in runs.items() if run.status != 0}

    assert failed == {"failing create", "failing step"}
    kinds = {change[0] for run in runs.values() for change in run.told}
    makes = {"mkdir", "create", "link", "symlink", "mknod"}
    assert kinds == {*makes, "rename", "remove", "chmod", "chown", "setxattr"}
