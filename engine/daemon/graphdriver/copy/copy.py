"""Directories copied whole, with owners, modes, times, links and devices.

Go: daemon/graphdriver/copy/copy.go
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat

from engine.golang.errors import os_error
from engine.vendor.containerd.sys import running_in_user_ns
from engine.vendor.golang.x.sys import files

# linux/fs.h: share the blocks of another file, on btrfs, XFS and the like.
_FICLONE = 0x40049409
_CHUNK = 1 << 20
_CANNOT_CLONE = (
    errno.EOPNOTSUPP,
    errno.EXDEV,
    errno.EINVAL,
    errno.ENOTTY,
    errno.ENOSYS,
    errno.EPERM,
)
_CANNOT_COPY_RANGE = (errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)


def dir_copy(source: str, target: str) -> None:
    """Copy what ``source`` holds into ``target``, and its own mode, owner and times.

    Hard links among the files stay hard links. Go's choices to link instead of copying, and to
    copy extended attributes, are left out: vfs wants neither. Devices are skipped in a user
    namespace, where nobody may make them; sockets become FIFOs.

    Raises:
        GoPathError: something cannot be read or made; what was copied stays.

    Go: DirCopy
    """
    copied: dict[tuple[int, int], str] = {}
    directories: list[tuple[str, os.stat_result]] = []
    waiting = [(source, target)]
    while waiting:
        here, there = waiting.pop()
        with os_error("lstat", here):
            found = os.lstat(here)
        if not _make(here, there, found, copied):
            continue
        if stat.S_ISDIR(found.st_mode):
            directories.append((there, found))
            with os_error("open", here):
                names = os.listdir(here)
            waiting += [(f"{here}/{name}", f"{there}/{name}") for name in names]
    # Last, because making a file in a directory changes its times.
    for path, found in reversed(directories):
        _set_times(path, found)


def _make(here: str, there: str, found: os.stat_result, copied: dict[tuple[int, int], str]) -> bool:
    """Make one file or directory like ``here``; return False if it is not to be made."""
    mode = found.st_mode
    inode = (found.st_dev, found.st_ino)
    with os_error("copy", there):
        if stat.S_ISREG(mode) and inode in copied:
            os.link(copied[inode], there)
            return True
        if stat.S_ISREG(mode):
            _copy_regular(here, there, found)
            copied[inode] = there
        elif stat.S_ISDIR(mode):
            _mkdir(there, stat.S_IMODE(mode))
        elif stat.S_ISLNK(mode):
            os.symlink(os.readlink(here), there)
        elif stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
            files.mknodat(None, there, stat.S_IFIFO | stat.S_IMODE(mode), 0)
        elif running_in_user_ns():
            return False
        else:
            files.mknodat(None, there, mode, found.st_rdev)
        _copy_owner_and_mode(there, found)
    if not stat.S_ISDIR(mode):
        _set_times(there, found)
    return True


def _mkdir(path: str, mode: int) -> None:
    try:
        os.mkdir(path, mode)
    except FileExistsError:
        return


def _copy_owner_and_mode(path: str, found: os.stat_result) -> None:
    """Give the owner first: that may take set-id bits away."""
    if os.geteuid() == 0:
        os.lchown(path, found.st_uid, found.st_gid)
    if not stat.S_ISLNK(found.st_mode):
        os.chmod(path, stat.S_IMODE(found.st_mode))


def _set_times(path: str, found: os.stat_result) -> None:
    times = (found.st_atime_ns, found.st_mtime_ns)
    with os_error("utimensat", path):
        os.utime(path, ns=times, follow_symlinks=False)


def _copy_regular(here: str, there: str, found: os.stat_result) -> None:
    """Copy a file's content in the cheapest way that the file system allows.

    Go: copyRegular
    """
    source = os.open(here, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        target = os.open(there, flags, stat.S_IMODE(found.st_mode))
        try:
            if not _clone(source, target) and not _copy_range(source, target):
                while chunk := os.read(source, _CHUNK):
                    _write(target, chunk)
        finally:
            os.close(target)
    finally:
        os.close(source)


def _clone(source: int, target: int) -> bool:
    """Share the blocks; return False where that cannot be done."""
    try:
        fcntl.ioctl(target, _FICLONE, source)
    except OSError as error:
        if error.errno in _CANNOT_CLONE:
            return False
        raise
    return True


def _copy_range(source: int, target: int) -> bool:
    """Let the kernel copy; return False where it will not, before anything was copied.

    Go: doCopyWithFileRange
    """
    begun = False
    try:
        while os.copy_file_range(source, target, _CHUNK):
            begun = True
    except OSError as error:
        if not begun and error.errno in _CANNOT_COPY_RANGE:
            return False
        raise
    # Some file systems, such as /proc, know no sizes and copy nothing.
    return begun


def _write(target: int, data: bytes) -> None:
    while data:
        data = data[os.write(target, data) :]
