"""`trace demo`: the bundled image, the bundled registry, and a create that shows every part."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from walkthrough.values import short_ids

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
        "container",
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


def run(data_root: Path, *, lang: str) -> int:
    """Pull the demo image from a registry on loopback, create, and show what is on disk."""
    from walkthrough import run as runner
    from walkthrough.demo import registry
    from walkthrough.words import Word, speaker

    say = speaker(lang)
    if data_root.name == ROOT_NAME:
        clear(data_root)
    with registry.serve() as reference:
        command = words(reference)
        _say(f"$ trace create {' '.join(command[2:])}\n")
        status = runner.docker_with_engine(command, data_root, narrate=True, lang=lang)
    if status == 0:
        _say(f"\n{say(Word.ON_DISK_NOW, data_root)}\n")
        for line in tree(data_root):
            _say(line)
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


def tree(data_root: Path) -> Iterator[str]:
    """Yield a line for each file below `data_root`: mode, owner, name, what it is."""
    for path in sorted(data_root.rglob("*")):
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
