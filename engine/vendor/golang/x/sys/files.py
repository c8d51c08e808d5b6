"""Files made by a call that names them relative to an open directory.

Go: vendor/golang.org/x/sys/unix
"""

from __future__ import annotations

import os


def openat(dirfd: int | None, path: str, flags: int, mode: int) -> int:
    """Open ``path``, relative to the open directory ``dirfd``, and return the descriptor.

    With O_CREAT a file that is not there is left on disk, ``mode`` minus the umask.

    Raises:
        OSError: the kernel said no; errno tells why.

    Go: Openat
    """
    return os.open(path, flags, mode, dir_fd=dirfd)


def mknodat(dirfd: int | None, path: str, mode: int, dev: int) -> None:
    """Leave a device node, a FIFO or an empty file on disk, as the type in ``mode`` says.

    Without a ``dirfd`` a relative path starts in the working directory.

    Raises:
        OSError: the kernel said no; errno tells why.

    Go: Mknodat
    """
    os.mknod(path, mode, dev, dir_fd=dirfd)
