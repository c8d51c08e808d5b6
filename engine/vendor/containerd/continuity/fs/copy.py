"""Copies directories with all that file systems know about files.

Go: vendor/github.com/containerd/continuity/fs/copy.go
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from engine.golang import errors
from engine.golang.errors import GoError, os_error
from engine.vendor.containerd.continuity.fs.copy_linux import (
    XAttrErrorHandler,
    copy_device,
    copy_file_content,
    copy_file_info,
    copy_xattrs,
)
from engine.vendor.containerd.continuity.fs.hardlink import get_link_source

_READ = os.O_RDONLY | os.O_CLOEXEC
_WRITE = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC


def copy_dir(dst: str, src: str, *, xattr_error_handler: XAttrErrorHandler | None = None) -> None:
    """Copy a directory with everything below it.

    Owners, modes, times, extended attributes, holes, and hard links among the copied files are
    kept. A directory's own times are set before it is filled, and so become those of now.

    Raises:
        GoError: something could not be copied; what was copied before stays.

    Go: CopyDir
    """
    inodes: dict[int, str] = {}
    copy_directory(dst, src, inodes, xattr_error_handler)


def copy_directory(
    dst: str, src: str, inodes: dict[int, str], xeh: XAttrErrorHandler | None
) -> None:
    """Copy one directory and those below it; ``inodes`` knows the files with several names.

    At a FIFO or a socket the copy of the directory ends without an error: what sorts after it is
    left out. (At this tag Go wraps an error that is nil there, and so gets nil.)

    Raises:
        GoError: something could not be copied.

    Go: copyDirectory
    """
    found = _make_directory(dst, src)
    with _failed(f"failed to read {src}"), os_error("open", src), os.scandir(src) as listing:
        entries = sorted(listing, key=_by_name)
    with _failed(f"failed to copy file info for {dst}"):
        copy_file_info(found, dst)
    with _failed("failed to copy xattrs"):
        copy_xattrs(dst, src, xeh)

    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            copy_directory(f"{dst}/{entry.name}", entry.path, inodes, xeh)
        elif not _copy_entry(f"{dst}/{entry.name}", entry, inodes, xeh):
            return


def _by_name(entry: os.DirEntry[str]) -> bytes:
    return os.fsencode(entry.name)


def _make_directory(dst: str, src: str) -> os.stat_result:
    """Make ``dst`` with the mode of ``src``, or give it that; return what ``src`` is like."""
    with _failed(f"failed to stat {src}"), os_error("stat", src):
        found = os.stat(src)
    if not stat.S_ISDIR(found.st_mode):
        raise GoError(f"source {src} is not directory")
    mode = stat.S_IMODE(found.st_mode)
    try:
        there = os.stat(dst)
    except OSError:
        with _failed(f"failed to mkdir {dst}"), os_error("mkdir", dst):
            os.mkdir(dst, mode)
        return found
    if not stat.S_ISDIR(there.st_mode):
        raise GoError(f"cannot copy to non-directory: {dst}")
    with _failed(f"failed to chmod on {dst}"), os_error("chmod", dst):
        os.chmod(dst, mode)
    return found


def _copy_entry(
    target: str, entry: os.DirEntry[str], inodes: dict[int, str], xeh: XAttrErrorHandler | None
) -> bool:
    """Copy what is no directory; return False if it is of a kind that cannot be copied."""
    # One try for all steps: a tree may have a hundred thousand files.
    step = "failed to copy file info"
    try:
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(found.st_mode):
            step = "failed to create hard link"
            link = get_link_source(target, found, inodes)
            if link:
                os.link(link, target)
            else:
                step = "failed to copy files"
                copy_file(target, entry.path)
        elif stat.S_ISLNK(found.st_mode):
            step = f"failed to create symlink: {target}"
            os.symlink(os.readlink(entry.path), target)
        elif stat.S_ISCHR(found.st_mode) or stat.S_ISBLK(found.st_mode):
            step = "failed to create device"
            copy_device(target, found)
        else:
            return False
        step = "failed to copy file info"
        copy_file_info(found, target)
        step = "failed to copy xattrs"
        copy_xattrs(target, entry.path, xeh)
    except (OSError, GoError) as error:
        raise errors.wrap(error, step) from error
    return True


def copy_file(target: str, source: str) -> None:
    """Copy the bytes of a file.

    Raises:
        GoError: it cannot be read, or the copy cannot be written.

    Go: CopyFile
    """
    src = _open("source", source, _READ)
    try:
        tgt = _open("target", target, _WRITE)
        try:
            copy_file_content(tgt, src)
        finally:
            os.close(tgt)
    finally:
        os.close(src)


def _open(what: str, path: str, flags: int) -> int:
    try:
        return os.open(path, flags, 0o666)
    except OSError as error:
        told = errors.path_error("open", path, error)
        raise errors.wrap(told, f"failed to open {what} {path}") from error


@contextmanager
def _failed(text: str) -> Iterator[None]:
    """Put ``text`` before the error of the block."""
    try:
        yield
    except (OSError, GoError) as error:
        raise errors.wrap(error, text) from error
