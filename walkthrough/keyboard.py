"""Single keys from the terminal, as they are pressed.

The terminal is changed only while a key is waited for, and put back whatever ends the waiting: a
key, an error, a signal, or the end of the program.
"""

from __future__ import annotations

import atexit
import os
import select
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

CTRL_C = "\x03"
CTRL_D = "\x04"
_LFLAG, _CC = 3, 6  # places in what tcgetattr returns


class NoTerminal(Exception):
    """Keys are wanted, and there is nobody to press them."""


class Stream(Protocol):
    """What may be a terminal."""

    def isatty(self) -> bool:
        """Tell whether it is one."""

    def fileno(self) -> int:
        """Return its descriptor."""


class Keyboard:
    """The terminal that standard input is; many threads may wait for a key, one at a time.

    Raises:
        NoTerminal: standard input or standard error is no terminal.
    """

    def __init__(self, stdin: Stream | None = None, stderr: Stream | None = None) -> None:
        typed, shown = stdin or sys.stdin, stderr or sys.stderr
        if not (typed.isatty() and shown.isatty()):
            raise NoTerminal("standard input and standard error are to be a terminal")
        self._fd = typed.fileno()
        self._before = termios.tcgetattr(self._fd)
        self._wake_read, self._wake_write = os.pipe()
        self._lock = threading.Lock()
        self._closed = False
        atexit.register(self._restore)

    def key(self) -> str | None:
        """Wait for a key and return it; None when there will be none any more."""
        with self._lock, self._raw():
            data = self._read(1)
            # An arrow key, say, is one key that sends several bytes.
            while data and self._more(data):
                data += os.read(self._fd, 1)
        return data.decode(errors="replace") if data else None

    def line(self) -> str | None:
        """Wait for a line, edited as the terminal does; None when there will be none any more."""
        with self._lock:
            data = self._read(1024)
        return data.decode(errors="replace").rstrip("\n") if data else None

    def close(self) -> None:
        """Wake whoever waits: there are no keys any more."""
        if not self._closed:
            self._closed = True
            os.write(self._wake_write, b"\n")

    def _read(self, size: int) -> bytes:
        """Wait for input; nothing when the keyboard is closed or the terminal is gone."""
        if self._closed:
            return b""
        ready, _, _ = select.select([self._fd, self._wake_read], [], [])
        if self._wake_read in ready:
            return b""
        try:
            return os.read(self._fd, size)
        except OSError:
            return b""

    def _more(self, data: bytes) -> bool:
        """Tell whether more bytes of the same key are there: of an escape sequence, or of UTF-8."""
        if data[0] == 0x1B:
            ready, _, _ = select.select([self._fd], [], [], 0.02)
            return bool(ready) and len(data) < 8
        return data[0] >= 0xC0 and len(data) < 4 and not _whole(data)

    @contextmanager
    def _raw(self) -> Iterator[None]:
        """Take keys as they come, with nothing shown and Ctrl-C a key like others."""
        raw: list[Any] = [*self._before]
        raw[_LFLAG] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        raw[_CC] = list(raw[_CC])
        raw[_CC][termios.VMIN], raw[_CC][termios.VTIME] = 1, 0
        try:
            self._set(raw)
            yield
        finally:
            self._restore()

    def _restore(self) -> None:
        self._set(self._before)

    def _set(self, settings: list[Any]) -> None:
        try:
            termios.tcsetattr(self._fd, termios.TCSANOW, settings)
        except termios.error:
            self._closed = True  # the terminal is gone


def _whole(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
