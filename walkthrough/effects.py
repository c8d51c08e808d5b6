"""Tells which directories, links, files, mounts and sockets a step touched.

CPython raises an audit event before it asks the kernel to change something. An event is a
wish: each one is kept until the next thing happens in its thread, and is told only if the
disk then shows that it came true. A mode or an owner that was given once more is told as well,
as no change. Only what lies below the data-root is told, and the commands that were run, mounts
among them, wherever they work.
"""

from __future__ import annotations

import os
import shlex
import stat
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from walkthrough import audit
from walkthrough.audit_events import COMMANDS, MKNOD, READERS
from walkthrough.values import short_ids

_WITHOUT_PATH = (*COMMANDS, "socket.connect")
_MAX_CONTENT = 100  # bytes of a new file that may be shown
_DATA_FOLDERS = ("/diff/", "/merged/", "/_data/", "/tmp/")  # users' files: never shown


@dataclass(frozen=True, slots=True)
class Effect:
    """One change that was seen to be true: what was done, to what, and how it is now."""

    kind: str
    target: str
    detail: str = ""
    changed: bool = True  # False: asked for and granted, but it was so before
    clock: float = field(default_factory=time.time, compare=False, repr=False)


class _Wish(NamedTuple):
    """A change that was asked for, with what was there before."""

    event: str
    paths: tuple[str, ...]
    value: object
    before: os.stat_result | None


class _Thread(threading.local):
    """What a thread has asked for last."""

    wish: _Wish | None = None
    folder: int | None = None  # from which its next file is named
    command: tuple[str, ...] | None = None  # that runs already


class Effects:
    """Takes audit events, and calls `report(effect)` in the thread of the change.

    What takes time is done inside `paused`.
    """

    def __init__(
        self,
        data_root: str | None,
        report: Callable[[Effect], None],
        paused: AbstractContextManager[object] | None = None,
    ) -> None:
        self._root = os.path.realpath(data_root) if data_root else None
        self._inside = f"{self._root}/"
        self._report = report
        self._paused = paused or nullcontext()
        self._thread = _Thread()

    @property
    def handlers(self) -> dict[str, audit.Handler]:
        """The audit events of interest, and who takes them."""
        return dict.fromkeys(READERS, self._heard)

    def opens_in(self, folder: int | None) -> None:
        """Hear that the next file this thread opens is named from this open directory."""
        self._thread.folder = folder

    def makes_node(self, path: str, folder: int | None) -> None:
        """Hear that this thread is about to make a device node or a FIFO."""
        self._heard(MKNOD, (path, -1 if folder is None else folder))

    def _heard(self, event: str, args: tuple[Any, ...]) -> None:
        """Take one audit event: first settle the wish before it, then keep this one.

        To open a file for reading is no wish. It may come in between, as when Python loads what it
        needs to write into a file that has just been made.
        """
        thread = self._thread
        folder = thread.folder
        if folder is not None:
            thread.folder = None
            args = (*args, folder) if event == "open" else args
        paths, value = READERS[event](args)
        if event == "open" and not paths:
            return
        matters = self._matters(event, paths)
        if not matters and thread.wish is None:
            return
        with self._paused:
            self.settle()
            if matters:
                thread.wish = _Wish(event, paths, value, _lstat(paths[0]) if paths else None)

    def _matters(self, event: str, paths: tuple[str, ...]) -> bool:
        if not paths:
            return event in _WITHOUT_PATH
        return self._root is not None and (
            paths[-1].startswith(self._inside) or paths[-1] == self._root
        )

    def settle(self) -> None:
        """Tell the last wish of this thread now, if it came true."""
        wish = self._thread.wish
        if wish is None:
            return
        self._thread.wish = None
        effect = self._command(wish) if not wish.paths else self._change(wish)
        if effect is not None:
            self._report(effect)

    def _command(self, wish: _Wish) -> Effect | None:
        if wish.event == "socket.connect":
            return Effect("connect", str(wish.value))
        argv = wish.value
        assert isinstance(argv, tuple)
        # subprocess may use posix_spawn: both events tell of the same command.
        if wish.event == "os.posix_spawn" and self._thread.command == argv:
            self._thread.command = None
            return None
        self._thread.command = argv if wish.event == "subprocess.Popen" else None
        return Effect("run", shlex.join(argv))

    def _change(self, wish: _Wish) -> Effect | None:
        target = wish.paths[-1]
        after = _lstat(target)
        if wish.event in ("os.remove", "os.rmdir"):
            gone = wish.before is not None and after is None
            return Effect("remove", self._name(target, wish.before)) if gone else None
        if after is None:
            return None
        tell = _TELLERS[wish.event]
        told = tell(wish, after)
        if told is None:
            return None
        kind, detail = told
        if kind == "rename":
            size = f", {after.st_size} bytes" if stat.S_ISREG(after.st_mode) else ""
            detail = f"was {self._shorten(wish.paths[0])}{size}"
        elif wish.event == "open" and not self._is_users(target):
            detail += _content(target, after.st_size)
        elif kind in ("symlink", "link"):
            detail = self._shorten(detail)
        changed = kind not in _GIVEN or _differs(wish.before, after)
        return Effect(kind, self._name(target, after), detail, changed)

    def _is_users(self, path: str) -> bool:
        inside = path.removeprefix(self._root or "")
        return any(folder in inside for folder in _DATA_FOLDERS)

    def _name(self, path: str, status: os.stat_result | None) -> str:
        is_directory = status is not None and stat.S_ISDIR(status.st_mode)
        return self._shorten(path) + ("/" if is_directory else "")

    def _shorten(self, text: str) -> str:
        if self._root:
            text = text.replace(self._inside, "")
        return short_ids(text)


def _lstat(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None


_Told = tuple[str, str] | None
_GIVEN = ("chmod", "chown")  # what may be given once more


def _differs(before: os.stat_result | None, after: os.stat_result) -> bool:
    """Tell whether mode or owner are other ones."""
    was = (before.st_mode, before.st_uid, before.st_gid) if before is not None else None
    return was != (after.st_mode, after.st_uid, after.st_gid)


def _mode(status: os.stat_result) -> str:
    return f"{stat.S_IMODE(status.st_mode):04o}"


def _tell_mkdir(wish: _Wish, after: os.stat_result) -> _Told:
    made = wish.before is None and stat.S_ISDIR(after.st_mode)
    return ("mkdir", f"mode {_mode(after)}") if made else None


def _tell_open(wish: _Wish, after: os.stat_result) -> _Told:
    if not stat.S_ISREG(after.st_mode):
        return None
    flags = wish.value if isinstance(wish.value, int) else 0
    if wish.before is not None and (flags & os.O_EXCL or not flags & os.O_ACCMODE):
        return None  # it was there: refused, or opened to be read
    kind = "create" if wish.before is None else "write"
    details = [f"mode {_mode(after)}"] if wish.before is None else []
    if after.st_size:
        details.append(f"{after.st_size} bytes")
    return kind, ", ".join(details)


def _content(path: str, size: int) -> str:
    """Return what a small file holds, as `: "text"`."""
    if not 0 < size <= _MAX_CONTENT:
        return ""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            text = os.read(file, _MAX_CONTENT).decode("ascii")
        finally:
            os.close(file)
    except (OSError, UnicodeDecodeError):
        return ""
    return f': "{short_ids(text)}"' if text.isprintable() else ""


def _tell_rename(wish: _Wish, after: os.stat_result) -> _Told:
    moved = wish.before is not None and wish.before.st_ino == after.st_ino
    return ("rename", "") if moved else None


def _tell_link(wish: _Wish, after: os.stat_result) -> _Told:
    same = wish.before is not None and wish.before.st_ino == after.st_ino
    return ("link", f"same file as {wish.paths[0]}") if same else None


def _tell_symlink(wish: _Wish, after: os.stat_result) -> _Told:
    made = wish.before is None and stat.S_ISLNK(after.st_mode)
    return ("symlink", f"to {wish.value}") if made else None


def _tell_chmod(wish: _Wish, after: os.stat_result) -> _Told:
    granted = wish.before is not None and (
        _differs(wish.before, after) or wish.value == stat.S_IMODE(after.st_mode)
    )
    return ("chmod", f"mode {_mode(after)}") if granted else None


def _tell_chown(wish: _Wish, after: os.stat_result) -> _Told:
    now = (after.st_uid, after.st_gid)
    wanted = wish.value if isinstance(wish.value, tuple) else now
    granted = wish.before is not None and all(
        asked in (-1, is_now) for asked, is_now in zip(wanted, now, strict=True)
    )
    return ("chown", f"owner {now[0]}:{now[1]}") if granted else None


def _tell_mknod(wish: _Wish, after: os.stat_result) -> _Told:
    if wish.before is not None:
        return None
    if stat.S_ISFIFO(after.st_mode):
        return "mknod", f"FIFO, mode {_mode(after)}"
    kind = "character" if stat.S_ISCHR(after.st_mode) else "block"
    device = f"{os.major(after.st_rdev)}:{os.minor(after.st_rdev)}"
    return "mknod", f"{kind} device {device}, mode {_mode(after)}"


def _tell_truncate(wish: _Wish, after: os.stat_result) -> _Told:
    changed = wish.before is not None and wish.before.st_size != after.st_size
    return ("truncate", f"{after.st_size} bytes") if changed else None


def _tell_setxattr(wish: _Wish, after: os.stat_result) -> _Told:
    name = os.fsdecode(wish.value) if isinstance(wish.value, str | bytes) else ""
    held = os.listxattr(wish.paths[0], follow_symlinks=False)
    return ("setxattr", name) if name in held else None


_TELLERS: dict[str, Callable[[_Wish, os.stat_result], _Told]] = {
    "open": _tell_open,
    "os.mkdir": _tell_mkdir,
    "os.rename": _tell_rename,
    "os.link": _tell_link,
    "os.symlink": _tell_symlink,
    "os.chmod": _tell_chmod,
    "os.chown": _tell_chown,
    "os.truncate": _tell_truncate,
    "os.setxattr": _tell_setxattr,
    MKNOD: _tell_mknod,
}
