"""The parts of a copy that only Linux does this way.

Go: vendor/github.com/containerd/continuity/fs/copy_linux.go
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable

from engine.golang import errors, strconv
from engine.golang.errors import GoError
from engine.vendor.golang.x.sys import files

XAttrErrorHandler = Callable[[str, str, str, OSError], Exception | None]
"""Asked with destination, source, key and error; None means that the error does not matter.

Go: copy.go XAttrErrorHandler
"""

_NO_COPY_FILE_RANGE = (errno.ENOSYS, errno.EXDEV, errno.EINVAL, errno.EOPNOTSUPP)
_CHUNK = 1 << 30


def copy_file_info(found: os.stat_result, name: str) -> None:
    """Give ``name`` the owner, the mode with its set-id and sticky bits, and the times.

    A symlink keeps its mode, which means nothing.

    Raises:
        GoError: the host refused.

    Go: copyFileInfo
    """
    what, op = "chown", "lchown"
    try:
        _chown(found, name)
        if not stat.S_ISLNK(found.st_mode):
            # After the chown, which takes set-id bits away.
            what = op = "chmod"
            os.chmod(name, stat.S_IMODE(found.st_mode))
        what, op = "utime", "utimensat"
        os.utime(name, ns=(found.st_atime_ns, found.st_mtime_ns), follow_symlinks=False)
    except OSError as error:
        told = errors.path_error(op, name, error)
        raise errors.wrap(told, f"failed to {what} {name}") from error


def _chown(found: os.stat_result, name: str) -> None:
    try:
        os.lchown(name, found.st_uid, found.st_gid)
    except PermissionError:
        # NFS may refuse even when nothing would change.
        now = os.lstat(name)
        if (now.st_uid, now.st_gid) != (found.st_uid, found.st_gid):
            raise


def copy_file_content(dst: int, src: int) -> None:
    """Copy all bytes of one open file into another, in the kernel where it can.

    Where the file systems can share blocks, nothing is copied. A source with holes gets a copy
    with holes; Go's has zeros on disk there.

    Raises:
        GoError: reading or writing failed.

    Go: copyFileContent
    """
    found = os.fstat(src)
    size = found.st_size
    if found.st_blocks * 512 >= size:
        _copy_range(dst, src, 0, size)
        return
    offset = 0
    while (offset := _seek_data(src, offset)) < size:
        end = os.lseek(src, offset, os.SEEK_HOLE)
        _copy_range(dst, src, offset, end - offset)
        offset = end
    os.ftruncate(dst, size)


def _seek_data(fd: int, offset: int) -> int:
    """Return where the next data are; the end of the file if the rest is a hole."""
    try:
        return os.lseek(fd, offset, os.SEEK_DATA)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        return os.lseek(fd, 0, os.SEEK_END)


def _copy_range(dst: int, src: int, offset: int, size: int) -> None:
    """Copy ``size`` bytes at ``offset`` to the same place."""
    end = offset + size
    while offset < end:
        count = min(end - offset, _CHUNK)
        try:
            count = os.copy_file_range(src, dst, count, offset, offset)
        except OSError as error:
            if error.errno not in _NO_COPY_FILE_RANGE:
                words = errors.errno_text(error.errno or 0)
                raise GoError(f"copy file range failed: {words}") from error
            count = _send(dst, src, offset, count)
        if count == 0:
            return  # the source has become shorter meanwhile
        offset += count


def _send(dst: int, src: int, offset: int, count: int) -> int:
    """Copy bytes between file systems that do not do it themselves."""
    try:
        os.lseek(dst, offset, os.SEEK_SET)
        return os.sendfile(dst, src, offset, count)
    except OSError as error:
        told = errors.path_error("write", os.readlink(f"/proc/self/fd/{dst}"), error)
        raise errors.wrap(told, "userspace copy failed") from error


def copy_xattrs(dst: str, src: str, xeh: XAttrErrorHandler | None) -> None:
    """Copy all extended attributes, of a symlink those of its own.

    Raises:
        GoError: one could be neither copied nor, by ``xeh``, ignored.

    Go: copyXAttrs
    """
    try:
        keys = os.listxattr(src, follow_symlinks=False)
    except OSError as error:
        _handle(error, f"failed to list xattrs on {src}", dst, src, "", xeh)
        return
    for key in keys:
        what, where = "get", src
        try:
            data = os.getxattr(src, key, follow_symlinks=False)
            what, where = "set", dst
            os.setxattr(dst, key, data, follow_symlinks=False)
        except OSError as error:
            text = f"failed to {what} xattr {strconv.quote(key)} on {where}"
            _handle(error, text, dst, src, key, xeh)


def _handle(
    error: OSError, text: str, dst: str, src: str, key: str, xeh: XAttrErrorHandler | None
) -> None:
    if xeh is None or xeh(dst, src, key, error) is not None:
        raise GoError(f"{text}: {errors.errno_text(error.errno or 0)}") from error


def copy_device(dst: str, found: os.stat_result) -> None:
    """Make a device node with the numbers of another.

    At this tag Go hands mknod(2) its own mode bits, which say nothing to the kernel, and so gets
    an empty file. This is not followed.

    Raises:
        OSError: the host refused.

    Go: copyDevice
    """
    files.mknodat(None, dst, found.st_mode, found.st_rdev)
