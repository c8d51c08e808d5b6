"""What the daemon asks of a Unix host before it starts.

Go: cmd/dockerd/daemon_unix.go
"""

from __future__ import annotations

import fcntl
import os

from engine.golang.errors import GoError, os_error


def set_default_umask() -> int:
    """Make new files readable and directories passable, whatever the caller's umask; return that.

    Go: setDefaultUmask
    """
    return os.umask(0o022)


def lock_daemon_root(root: str) -> int:
    """Lock the data root until the returned descriptor is closed; leaves no file.

    dockerd has only its pid file and a lock inside a volume database to tell that it is not
    alone; two engines on one data root would ruin it, so this one asks the kernel.

    Raises:
        GoError: another engine holds it.
        OSError: there is no such directory.
    """
    with os_error("open", root):
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise GoError(
            f"failed to start daemon: another engine is at work on {root}; "
            "stop it, or choose another --data-root"
        ) from None
    return descriptor


def remove_socket(path: str) -> None:
    """Remove the file of a closed unix socket, as Go does when it closes one."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
