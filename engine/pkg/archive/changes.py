"""What one directory tree differs in from another.

Go: pkg/archive/changes.go, pkg/archive/changes_linux.go, pkg/archive/changes_unix.go
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from engine.golang.errors import os_error

_CAPABILITY = "security.capability"


class ChangeType(IntEnum):
    """What happened to a file.

    Go: ChangeType
    """

    MODIFY = 0
    ADD = 1
    DELETE = 2


class Change(NamedTuple):
    """A file, by its path from the root, and what happened to it.

    Go: Change
    """

    path: str
    kind: ChangeType


class _Found(NamedTuple):
    info: os.stat_result
    capability: bytes

    @property
    def is_dir(self) -> bool:
        return stat.S_ISDIR(self.info.st_mode)


def changes_dirs(new_dir: str, old_dir: str) -> list[Change]:
    """Return what ``new_dir`` differs in from ``old_dir`` ("" for nothing), each directory first.

    A directory counts as modified as soon as something in it is. Names are in order, where Go
    takes them from a map as they come. What is the same file by device and inode is not looked
    into.

    Raises:
        OSError: a directory cannot be read.

    Go: ChangesDirs
    """
    if old_dir:
        return list(_compare(new_dir, old_dir, ""))
    with tempfile.TemporaryDirectory(prefix="empty") as empty:
        return list(_compare(new_dir, empty, ""))


def _compare(new_dir: str, old_dir: str | None, path: str) -> Iterator[Change]:
    """Compare two directories; ``old_dir`` is None where there was none.

    Go: FileInfo.addChanges
    """
    new, old = _names(new_dir), _names(old_dir)
    for name in sorted({*new, *old}):
        here = f"{path}/{name}"
        if name not in new:
            yield Change(here, ChangeType.DELETE)
            continue
        if name in old and _same_file(new[name], old[name]):
            continue
        found = _look(new[name].path)
        before = _look(old[name].path) if name in old else None
        yield from _compare_entry(here, new[name].path, found, before, old.get(name))


def _compare_entry(
    here: str, path: str, found: _Found, before: _Found | None, old: os.DirEntry[str] | None
) -> Iterator[Change]:
    noted = before is None or _stat_different(before, found)
    if noted:
        yield Change(here, ChangeType.ADD if before is None else ChangeType.MODIFY)
    if not found.is_dir:
        # What was in a directory that is none any more goes without saying.
        return
    old_dir = old.path if old is not None and before is not None and before.is_dir else None
    inside = _compare(path, old_dir, here)
    first = next(inside, None)
    if first is None:
        return
    if not noted:
        yield Change(here, ChangeType.MODIFY)
    yield first
    yield from inside


def _names(directory: str | None) -> dict[str, os.DirEntry[str]]:
    if directory is None:
        return {}
    with os_error("open", directory), os.scandir(directory) as entries:
        return {entry.name: entry for entry in entries}


def _same_file(new: os.DirEntry[str], old: os.DirEntry[str]) -> bool:
    return new.inode() == old.inode() and os.path.samestat(
        new.stat(follow_symlinks=False), old.stat(follow_symlinks=False)
    )


def _look(path: str) -> _Found:
    with os_error("lstat", path):
        info = os.lstat(path)
    try:
        return _Found(info, os.getxattr(path, _CAPABILITY, follow_symlinks=False))
    except OSError:
        return _Found(info, b"")


def _stat_different(old: _Found, new: _Found) -> bool:
    """Say whether a file was changed; of directories neither size nor time tell.

    Go: statDifferent
    """
    kinds = ("st_mode", "st_uid", "st_gid", "st_rdev")
    if any(getattr(old.info, kind) != getattr(new.info, kind) for kind in kinds):
        return True
    if old.capability != new.capability:
        return True
    if old.is_dir:
        return False
    return old.info.st_size != new.info.st_size or not same_fs_time(
        old.info.st_mtime_ns, new.info.st_mtime_ns
    )


def same_fs_time(one: int, other: int) -> bool:
    """Say whether two times may be the same, one of which may have lost its fraction in a tar.

    Go: sameFsTimeSpec
    """
    (seconds, fraction), (other_seconds, other_fraction) = (
        divmod(each, 1_000_000_000) for each in (one, other)
    )
    return seconds == other_seconds and (
        fraction == other_fraction or 0 in (fraction, other_fraction)
    )
