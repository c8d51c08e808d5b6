"""File systems by name, and whether one is mounted somewhere.

Go: daemon/graphdriver/driver_linux.go
"""

from __future__ import annotations

from engine.golang.errors import GoPathError
from engine.vendor.moby.sys import mountinfo

# Go asks statfs(2) for a number and names it; the kernel's list of mounts has names. These are
# the ones that Go spells otherwise.
FS_NAMES = {
    "ext2": "extfs",
    "ext3": "extfs",
    "ext4": "extfs",
    "overlay": "overlayfs",
    "nfs4": "nfs",
}


def get_fs_name(path: str) -> str:
    """Return the name of the file system that ``path`` lies on.

    Raises:
        GoPathError: there is no /proc.

    Go: GetFSMagic
    """
    mounts = mountinfo.get_mounts(mountinfo.parents_filter(path))
    # Of several mounts on one place, the last is on top.
    longest = max((len(mount.mountpoint) for mount in mounts), default=0)
    names = [mount.fs_type for mount in mounts if len(mount.mountpoint) == longest]
    return FS_NAMES.get(names[-1], names[-1]) if names else "<unknown>"


class FsChecker:
    """Finds mounts of one type.

    Go: fsChecker
    """

    def __init__(self, fs_type: str) -> None:
        self._fs_type = fs_type

    def is_mounted(self, path: str) -> bool:
        """Say whether a file system of the type is mounted on exactly ``path``.

        Go: fsChecker.IsMounted
        """
        return mounted(self._fs_type, path)


def mounted(fs_type: str, path: str) -> bool:
    """Say whether ``fs_type`` is mounted on ``path``; what cannot be looked at is not.

    Go asks which type ``path`` lies *on*, which takes any directory of a data root on overlayfs
    for a mount.

    Go: Mounted
    """
    try:
        if not mountinfo.mounted(path):
            return False
        mounts = mountinfo.get_mounts(mountinfo.single_entry_filter(path))
    except GoPathError:
        return False
    return bool(mounts) and mounts[-1].fs_type == fs_type
