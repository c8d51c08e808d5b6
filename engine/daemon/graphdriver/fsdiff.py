"""Differences between layers, seen through a driver that only shows directories.

Go: daemon/graphdriver/fsdiff.go
"""

from __future__ import annotations

import logging
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from engine.daemon.graphdriver.driver import ProtoDriver
from engine.golang.io import Readable
from engine.pkg.idtools import IDMap

if TYPE_CHECKING:
    from engine.pkg.archive import Change

_log = logging.getLogger(__name__)


class NaiveDiffDriver:
    """Adds ``apply_diff``, ``changes`` and ``diff_size`` to a driver.

    Making archives of differences, which Go adds too, is not wanted by creating containers.

    Go: NaiveDiffDriver
    """

    def __init__(
        self, driver: ProtoDriver, uid_maps: Sequence[IDMap], gid_maps: Sequence[IDMap]
    ) -> None:
        self._driver = driver
        self._uid_maps = list(uid_maps)
        self._gid_maps = list(gid_maps)

    def apply_diff(self, id: str, parent: str, diff: Readable) -> int:
        """Unpack an uncompressed archive into the layer as it looks when mounted.

        Whiteouts remove what they name. Returns the sum of the files' sizes.

        Raises:
            GoError: the archive is damaged.
            OSError: the host refused.

        Go: NaiveDiffDriver.ApplyDiff
        """
        from engine.pkg import archive, chrootarchive

        del parent  # the directory shows it already
        root = self._driver.get(id, "")
        try:
            options = archive.TarOptions(uid_maps=self._uid_maps, gid_maps=self._gid_maps)
            start = time.monotonic()
            size: int = chrootarchive.apply_uncompressed_layer(root.path(), diff, options)
            _log.debug("Untar time: %ss id=%s", time.monotonic() - start, id)
            return size
        finally:
            self._driver.put(id)

    def changes(self, id: str, parent: str) -> list[Change]:
        """Return what the layer differs in from ``parent`` ("" for nothing), both mounted.

        Raises:
            GoError: the kernel refused a mount.
            GoPathError: there is no such layer.

        Go: NaiveDiffDriver.Changes
        """
        from engine.pkg import archive

        with self._both(id, parent) as (root, below):
            return archive.changes_dirs(root, below)

    def diff_size(self, id: str, parent: str) -> int:
        """Return the bytes of all files that ``parent`` ("" for nothing) has not, or has otherwise.

        Raises:
            GoError: the kernel refused a mount.
            GoPathError: there is no such layer.

        Go: NaiveDiffDriver.DiffSize
        """
        with self._both(id, parent) as (root, below):
            return _changes_size(root, below)

    @contextmanager
    def _both(self, id: str, parent: str) -> Iterator[tuple[str, str]]:
        """Show the layer and its parent meanwhile; yield where, "" for no parent."""
        with ExitStack() as shown:
            root = self._driver.get(id, "").path()
            shown.callback(self._driver.put, id)
            below = ""
            if parent:
                below = self._driver.get(parent, "").path()
                shown.callback(self._driver.put, parent)
            yield root, below


def _changes_size(root: str, below: str) -> int:
    """Sum the sizes of all but directories that differ from what ``below`` has in their place.

    A file with several names counts once.

    Go: pkg/archive/changes.go ChangesDirs, ChangesSize
    """
    total = 0
    linked: set[int] = set()
    for top, directories, files in os.walk(root):
        for name in directories + files:
            path = os.path.join(top, name)
            found = os.lstat(path)
            if stat.S_ISDIR(found.st_mode):
                continue
            old = _lstat(below + path[len(root) :]) if below else None
            if (old and not _stat_different(old, found)) or found.st_ino in linked:
                continue
            if found.st_nlink > 1:
                linked.add(found.st_ino)
            total += found.st_size
    return total


def _lstat(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None


def _stat_different(old: os.stat_result, new: os.stat_result) -> bool:
    """Compare what a change would show in; one of two times may have lost its fraction.

    Go: pkg/archive/changes_unix.go statDifferent
    """
    fields = ("st_mode", "st_uid", "st_gid", "st_rdev", "st_size")
    if any(getattr(old, field) != getattr(new, field) for field in fields):
        return True
    (seconds, fraction), (new_seconds, new_fraction) = (
        divmod(each.st_mtime_ns, 1_000_000_000) for each in (old, new)
    )
    same = fraction == new_fraction or 0 in (fraction, new_fraction)
    return seconds != new_seconds or not same
