"""Owners given to files, as far as the user namespace knows them.

Go: pkg/archive/archive.go createTarFile
"""

from __future__ import annotations

import errno
import functools
import logging
import os

from engine.vendor.containerd.sys import running_in_user_ns

_log = logging.getLogger(__name__)


def give(file: int | str, uid: int, gid: int, *, dir_fd: int | None = None) -> None:
    """Give away an open file, or by name what must not be followed.

    Differs from Go: in a user namespace with a single ID every file stays that user's, and one
    warning says so; else an ordinary user without subordinate IDs could unpack no image that
    has a second owner. Where more IDs are mapped, one outside of them is an error as in Go.

    Raises:
        OSError: the host refused.
    """
    try:
        if isinstance(file, int):
            os.fchown(file, uid, gid)
        else:
            os.chown(file, uid, gid, dir_fd=dir_fd, follow_symlinks=False)
    except OSError as error:
        if error.errno != errno.EINVAL or not maps_one_id():
            raise
        _warn()


@functools.cache
def maps_one_id() -> bool:
    """Say whether this is a user namespace whose root is its only user."""
    if not running_in_user_ns():
        return False
    with open("/proc/self/uid_map") as file:
        return [line.split()[2] for line in file] == ["1"]


@functools.cache
def _warn() -> None:
    _log.warning(
        "only one user ID is mapped into this user namespace: files of other owners become its "
        "user's (subordinate IDs in /etc/subuid and /etc/subgid, and newuidmap, would change that)"
    )
