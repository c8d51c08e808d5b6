"""Modes of files as Go numbers them, which is not as the kernel does.

Go: io/fs/fs.go
"""

from __future__ import annotations

import stat

_DIR, _SYMLINK, _DEVICE, _NAMED_PIPE, _SOCKET = 1 << 31, 1 << 27, 1 << 26, 1 << 25, 1 << 24
_SETUID, _SETGID, _CHAR_DEVICE, _STICKY = 1 << 23, 1 << 22, 1 << 21, 1 << 20
_KINDS = {
    stat.S_IFDIR: _DIR,
    stat.S_IFLNK: _SYMLINK,
    stat.S_IFBLK: _DEVICE,
    stat.S_IFCHR: _DEVICE | _CHAR_DEVICE,
    stat.S_IFIFO: _NAMED_PIPE,
    stat.S_IFSOCK: _SOCKET,
}
_BITS = {stat.S_ISUID: _SETUID, stat.S_ISGID: _SETGID, stat.S_ISVTX: _STICKY}


def from_stat(mode: int) -> int:
    """Return the kernel's ``mode`` in Go's numbers.

    Go: os/stat_linux.go fillFileStatFromSys
    """
    special = sum(go for bit, go in _BITS.items() if mode & bit)
    return _KINDS.get(stat.S_IFMT(mode), 0) | special | stat.S_IMODE(mode) & 0o777
