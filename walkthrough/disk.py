"""What is on disk at one moment, and what has changed between two."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from walkthrough.values import short_ids

MANY = 8  # new files in one directory that are told one by one


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, directory or link, as far as a change of it is worth telling."""

    mode: int
    owner: tuple[int, int]
    size: int
    changed: int  # nanoseconds; of a directory nothing, its content tells
    detail: str = ""  # where a link leads, or that something is mounted here

    @property
    def told(self) -> str:
        """What it is, as `ls -l` begins."""
        text = f"{stat.filemode(self.mode)} {self.owner[0]}:{self.owner[1]}"
        return f"{text}  {self.size} bytes" if stat.S_ISREG(self.mode) else text


Tree = Mapping[str, Entry]


def tree(root: Path) -> Tree:
    """Return everything below `root`; what is mounted there is not entered."""
    found: dict[str, Entry] = {}
    device = root.stat().st_dev if root.exists() else 0
    folders = [root] if root.is_dir() else []
    while folders:
        folder = folders.pop()
        for item in _scan(folder):
            entry = _entry(item, device)
            if entry is None:
                continue
            found[os.path.relpath(item.path, root)] = entry
            if stat.S_ISDIR(entry.mode) and not entry.detail:
                folders.append(Path(item.path))
    return found


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as items:
            return list(items)
    except OSError:  # gone meanwhile
        return []


def _entry(item: os.DirEntry[str], device: int) -> Entry | None:
    try:
        status = item.stat(follow_symlinks=False)
        link = f" -> {os.readlink(item.path)}" if item.is_symlink() else ""
    except OSError:
        return None
    folder = stat.S_ISDIR(status.st_mode)
    mounted = "  (mounted)" if folder and status.st_dev != device else ""
    owner = (status.st_uid, status.st_gid)
    size, changed = (0, 0) if folder else (status.st_size, status.st_mtime_ns)
    return Entry(status.st_mode, owner, size, changed, link or mounted)


def changes(before: Tree, after: Tree) -> Iterator[str]:
    """Yield a line for each thing that came (+), went (-) or became different (~).

    Directories that came or went with a lot inside are told with the number of things in them.
    """
    came = {name for name in after if name not in before}
    gone = {name for name in before if name not in after}
    other = {name for name in after if name in before and after[name] != before[name]}
    lines = [
        *((name, "+", after[name], more) for name, more in _heads(came)),
        *((name, "-", before[name], more) for name, more in _heads(gone)),
        *((name, "~", after[name], 0) for name in other),
    ]
    for name, sign, entry, more in sorted(lines, key=lambda line: line[0]):
        slash = "/" if stat.S_ISDIR(entry.mode) else ""
        inside = f"  (and {more} inside)" if more else ""
        yield short_ids(f"{sign} {name}{slash}{entry.detail}  {entry.told}{inside}")


def _heads(names: set[str]) -> Iterator[tuple[str, int]]:
    """Yield names, each with how many of the others are told along with it."""
    inside: dict[str, int] = {}
    for name in names:
        for folder in _folders(name):
            if folder in names:
                inside[folder] = inside.get(folder, 0) + 1
    crowded = {name for name, count in inside.items() if count > MANY}
    for name in names:
        if not any(folder in crowded and _deep(folder) for folder in _folders(name)):
            yield name, inside.get(name, 0) if name in crowded and _deep(name) else 0


def _folders(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _deep(name: str) -> bool:
    """Tell whether a directory is far enough down that what is inside may be summed up."""
    return name.count("/") >= 2
