"""Directories that must go, whatever is mounted in them.

Go: pkg/system/rm.go
"""

from __future__ import annotations

import contextlib
import errno
import time
from collections import Counter

from engine.golang.errors import GoError, GoPathError, wrap
from engine.golang.filesystem import remove_all
from engine.vendor.moby.sys import mount

_MAX_RETRY = 50
_PAUSE = 0.1


def ensure_remove_all(directory: str) -> None:
    """Unmount all below ``directory`` and remove it; what is busy is unmounted and tried again.

    Gives up after 50 tries of the same path, a tenth of a second apart. Nothing there is no
    error. Links are not followed.

    Raises:
        GoPathError: something stays, and it is not busy or still busy.
        GoError: something busy could not be unmounted.

    Go: EnsureRemoveAll
    """
    with contextlib.suppress(GoError, OSError):
        mount.recursive_unmount(directory)
    tries: Counter[str] = Counter()
    while True:
        try:
            remove_all(directory)
            return
        except GoPathError as error:
            path = str(error.filename)
            if error.errno != errno.EBUSY or tries[path] == _MAX_RETRY:
                raise
            _unmount_busy(path, directory)
            tries[path] += 1
            time.sleep(_PAUSE)


def _unmount_busy(path: str, directory: str) -> None:
    try:
        mount.unmount(path)
    except mount.MountError as error:
        raise wrap(error, f"error while removing {directory}") from error
