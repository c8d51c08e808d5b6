"""Whiteouts as overlayfs wants them: a device node 0/0, an extended attribute.

Go: pkg/archive/archive_linux.go
"""

from __future__ import annotations

import os
import stat
from typing import Protocol

from engine.golang import tar
from engine.golang.errors import GoError, errno_text, path_error
from engine.golang.strconv import quote
from engine.pkg.archive import owners
from engine.pkg.archive.options import WhiteoutFormat
from engine.pkg.archive.whiteouts import WHITEOUT_OPAQUE_DIR, WHITEOUT_PREFIX
from engine.vendor.golang.x.sys import files


class TarWhiteoutConverter(Protocol):
    """Turns whiteouts of the archive into those of a file system, and back.

    Go: tarWhiteoutConverter
    """

    def convert_write(
        self, header: tar.Header, path: str, info: os.stat_result
    ) -> tar.Header | None:
        """Change ``header`` if the file is a whiteout; return one more entry to write, or None."""

    def convert_read(self, header: tar.Header, parent: int, name: str) -> bool:
        """Make the file system's whiteout; tell whether the entry itself is to be written."""


def get_whiteout_converter(
    whiteout_format: WhiteoutFormat, in_userns: bool
) -> TarWhiteoutConverter | None:
    """Return the converter for a format, None where files stay as they are in the archive.

    Differs from Go: 20.10 refuses overlay's format in a user namespace. Since Linux 5.11 it can
    be had there, with attributes of the user's own, as later versions do.

    Go: getWhiteoutConverter
    """
    if whiteout_format == WhiteoutFormat.OVERLAY:
        return OverlayWhiteoutConverter(in_userns)
    return None


def original_name(base: str, name: str) -> str:
    """Return what a whiteout file named ``base`` hides.

    Raises:
        GoError: nothing, or the directory itself, or the one above; Go would remove those.
    """
    hidden = base[len(WHITEOUT_PREFIX) :]
    if hidden in ("", ".", ".."):
        raise GoError(f'{quote(name)} is outside of "/"')
    return hidden


class OverlayWhiteoutConverter:
    """Whiteouts of overlayfs.

    Go: overlayWhiteoutConverter
    """

    def __init__(self, in_userns: bool) -> None:
        self._opaque = ("user" if in_userns else "trusted") + ".overlay.opaque"

    def convert_read(self, header: tar.Header, parent: int, name: str) -> bool:
        """Make ``x`` a device node 0/0 for ``.wh.x``; mark a directory for ``.wh..wh..opq``.

        Raises:
            GoError: the kernel refused, or the name hides no file.

        Go: overlayWhiteoutConverter.ConvertRead
        """
        folder, _, base = name.rpartition("/")
        if base == WHITEOUT_OPAQUE_DIR:
            try:
                os.setxattr(f"/proc/self/fd/{parent}", self._opaque, b"y")
            except OSError as error:
                said = f"setxattr({quote('/' + folder)}, {self._opaque}=y)"
                raise GoError(f"{said}: {errno_text(error.errno or 0)}") from error
            return False
        if not base.startswith(WHITEOUT_PREFIX):
            return True
        hidden = original_name(base, name)
        path = f"/{folder}/{hidden}" if folder else f"/{hidden}"
        try:
            files.mknodat(parent, hidden, stat.S_IFCHR, 0)
        except OSError as error:
            said = f"failed to mknod({quote(path)}, S_IFCHR, 0)"
            raise GoError(f"{said}: {errno_text(error.errno or 0)}") from error
        try:
            owners.give(hidden, header.uid, header.gid, dir_fd=parent)
        except OSError as error:
            raise path_error("chown", path, error) from error
        return False

    def convert_write(
        self, header: tar.Header, path: str, info: os.stat_result
    ) -> tar.Header | None:
        """Name a device node 0/0 ``.wh.x``; return the entry that marks an opaque directory.

        Raises:
            OSError: the attribute could not be read.

        Go: overlayWhiteoutConverter.ConvertWrite
        """
        if stat.S_ISCHR(info.st_mode) and info.st_rdev == 0:
            folder, slash, base = header.name.rpartition("/")
            header.name = f"{folder}{slash}{WHITEOUT_PREFIX}{base}"
            header.mode, header.typeflag, header.size = 0o600, tar.TYPE_REG, 0
        if not stat.S_ISDIR(info.st_mode) or not self._is_opaque(path):
            return None
        header.xattrs.pop(self._opaque, None)
        return tar.Header(
            name=header.name.rstrip("/") + "/" + WHITEOUT_OPAQUE_DIR,
            mode=header.mode & 0o777,
            uid=header.uid,
            gid=header.gid,
            uname=header.uname,
            gname=header.gname,
        )

    def _is_opaque(self, path: str) -> bool:
        import errno

        try:
            return os.getxattr(path, self._opaque, follow_symlinks=False) == b"y"
        except OSError as error:
            if error.errno in (errno.ENODATA, errno.EOPNOTSUPP):
                return False
            raise
