"""Mount points that every container needs, in a layer between image and container.

Go: daemon/initlayer/setup_unix.go
"""

from __future__ import annotations

import contextlib
import os

from engine.golang.errors import os_error, path_error
from engine.pkg import idtools

_DIR = "dir"
_FILE = "file"
# Anything else is where a link leads. Go's map has no order; the result is the same in any.
_ENTRIES = {
    "/dev/pts": _DIR,
    "/dev/shm": _DIR,
    "/proc": _DIR,
    "/sys": _DIR,
    "/.dockerenv": _FILE,
    "/etc/resolv.conf": _FILE,
    "/etc/hosts": _FILE,
    "/etc/hostname": _FILE,
    "/dev/console": _FILE,
    "/etc/mtab": "/proc/mounts",
}


def setup(init_layer: str, root_identity: idtools.Identity) -> None:
    """Make directories, empty files and a link to mount on, 0755, below ``init_layer``.

    On the way every file and link is removed, even if it is `/etc` itself. Directories stay, since
    unlink(2) fails on them. The image does not change: this happens in a layer of its own.

    Raises:
        GoPathError: the host refused.

    Go: Setup
    """
    cleared: set[str] = set()
    parents: set[str] = set()
    for path, kind in _ENTRIES.items():
        prefix = init_layer
        for part in path.split("/")[1:]:
            prefix = f"{prefix}/{part}"
            if prefix not in cleared:
                _unlink(prefix)
                cleared.add(prefix)
        target = init_layer + path
        if not _exists(target):
            parent = os.path.dirname(target)
            if parent not in parents:
                idtools.mkdir_all_and_chown_new(parent, 0o755, root_identity)
                parents.add(parent)
            _make(target, kind, root_identity)


def _unlink(path: str) -> None:
    """Remove a file or link; a directory, or nothing, stays."""
    with contextlib.suppress(OSError):
        os.unlink(path)


def _exists(path: str) -> bool:
    try:
        os.stat(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise path_error("stat", path, error) from error
    return True


def _make(path: str, kind: str, owner: idtools.Identity) -> None:
    """Make one mount point, or a link."""
    if kind == _DIR:
        idtools.mkdir_all_and_chown_new(path, 0o755, owner)
    elif kind == _FILE:
        with os_error("open", path):
            fd = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o755)
        try:
            with contextlib.suppress(OSError):
                os.fchown(fd, owner.uid, owner.gid)
        finally:
            os.close(fd)
    else:
        with os_error(f"symlink {kind}", path):
            os.symlink(kind, path)
