"""What an audit event asks for: the paths it names, made absolute, and one value beside them.

A path may be relative to an open directory (`dir_fd`), or be a descriptor itself. `open` does
not tell its `dir_fd`: whoever knows it adds it, else a relative path is taken from the working
directory. CPython tells of no node that is made; `MKNOD` is told by whoever sees one being made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Any

MKNOD = "walkthrough.mknod"
_DESCRIPTORS = "/proc/self/fd/"
_DESCRIPTOR = re.compile(rf"{_DESCRIPTORS}(\d+)(/.*)?", re.DOTALL)


def _resolve(path: object, dir_fd: object = -1) -> str | None:
    """Return the absolute path of what a call names by path, descriptor, or both."""
    if isinstance(path, int):
        return _of_descriptor(path)
    if not isinstance(path, str | bytes | os.PathLike):
        return None
    text = os.fsdecode(path)
    if text.startswith(_DESCRIPTORS) and (found := _DESCRIPTOR.fullmatch(text)):
        open_file = _of_descriptor(int(found[1]))
        return None if open_file is None else os.path.normpath(open_file + (found[2] or ""))
    if text.startswith("/"):
        return os.path.normpath(text)
    if not isinstance(dir_fd, int) or dir_fd < 0:
        return os.path.abspath(text)
    folder = _of_descriptor(dir_fd)
    return None if folder is None else os.path.normpath(os.path.join(folder, text))


def _of_descriptor(descriptor: int) -> str | None:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        return None


_Read = tuple[tuple[str, ...], object]


def _one(path: object, dir_fd: object, value: object = None) -> _Read:
    resolved = _resolve(path, dir_fd)
    return ((resolved,) if resolved else ()), value


def _two(source: object, target: object, source_fd: object, target_fd: object) -> _Read:
    first, second = _resolve(source, source_fd), _resolve(target, target_fd)
    return ((first, second) if first and second else ()), None


def _read_open(args: tuple[Any, ...]) -> _Read:
    path, _, flags, *folder = args
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if not writes or isinstance(path, int):
        return (), None
    return _one(path, folder[0] if folder else -1, flags)


def _read_symlink(args: tuple[Any, ...]) -> _Read:
    source, target, dir_fd = args
    return _one(target, dir_fd, os.fsdecode(source))


def _read_connect(args: tuple[Any, ...]) -> _Read:
    _, address = args
    if isinstance(address, str | bytes):
        return (), "unix://" + os.fsdecode(address)
    return (), "tcp://" + ":".join(str(part) for part in address[:2])


def _argv(words: Sequence[Any]) -> tuple[str, ...]:
    return tuple(os.fsdecode(word) for word in words)


def _read_popen(args: tuple[Any, ...]) -> _Read:
    _, argv, cwd, _ = args
    words = _argv(argv) if not isinstance(argv, str | bytes) else (os.fsdecode(argv),)
    return (), words if not cwd else (*words, f"(in {os.fsdecode(cwd)})")


READERS: dict[str, Callable[[tuple[Any, ...]], _Read]] = {
    "open": _read_open,
    "os.mkdir": lambda args: _one(args[0], args[2]),
    "os.remove": lambda args: _one(args[0], args[1]),
    "os.rmdir": lambda args: _one(args[0], args[1]),
    "os.rename": lambda args: _two(*args),
    "os.link": lambda args: _two(*args),
    "os.symlink": _read_symlink,
    "os.chmod": lambda args: _one(args[0], args[2], args[1]),
    "os.chown": lambda args: _one(args[0], args[3], args[1:3]),
    "os.truncate": lambda args: _one(args[0], -1),
    "os.setxattr": lambda args: _one(args[0], -1, args[1]),
    MKNOD: lambda args: _one(args[0], args[1]),
    "os.utime": lambda args: ((), None),
    "os.posix_spawn": lambda args: ((), _argv(args[1])),
    "subprocess.Popen": _read_popen,
    "socket.connect": _read_connect,
}
COMMANDS = ("os.posix_spawn", "subprocess.Popen")
