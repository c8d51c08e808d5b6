"""A program in a terminal of its own: what it shows is read, and keys are pressed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")


class Terminal:
    """Runs ``command`` in a pseudo terminal while the block runs.

    What goes to standard output is kept apart, unless ``whole``.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = 100,
        whole: bool = False,
    ) -> None:
        self._whole = whole
        self._command = command
        self._environment = environment
        self._columns = columns
        self.shown = ""
        self._seen = 0

    def __enter__(self) -> Self:
        self._master, slave = pty.openpty()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", 40, self._columns, 0, 0))
        self.before = termios.tcgetattr(slave)
        self._slave = slave

        def take_terminal() -> None:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            self._command,
            stdin=slave,
            stdout=slave if self._whole else subprocess.PIPE,
            stderr=slave,
            env=dict(self._environment),
            preexec_fn=take_terminal,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.communicate()
        os.close(self._slave)
        os.close(self._master)

    @property
    def settings(self) -> list[Any]:
        """The terminal's settings now."""
        return termios.tcgetattr(self._slave)

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._master, keys.encode())

    def wait_for_keys(self, *, seconds: float = 60) -> None:
        """Wait until the program takes keys as they come; its prompt may stand before."""
        deadline = time.monotonic() + seconds
        while self.settings == self.before and time.monotonic() < deadline:
            time.sleep(0.01)

    def wait_for(self, text: str, *, seconds: float = 60) -> str:
        """Wait until ``text`` is shown; return what was shown since the last such text."""
        deadline = time.monotonic() + seconds
        while text not in self.shown[self._seen :]:
            if time.monotonic() > deadline or not self._read():
                tail = self.shown[-3000:]
                raise AssertionError(f"{text!r} was not shown; the last was:\n{tail}")
        start, self._seen = self._seen, self.shown.index(text, self._seen) + len(text)
        return self.shown[start : self._seen]

    def end(self, *, seconds: float = 60) -> tuple[int, str, str]:
        """Wait for the end; return exit status, standard output, and what was shown."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read(0.1)
        while self._read(0.05):
            pass
        if self.process.poll() is None:
            raise AssertionError(f"it has not ended; the last was:\n{self.shown[-3000:]}")
        out = self.process.stdout.read().decode() if self.process.stdout is not None else ""
        return self.process.wait(1), out, self.shown

    def _read(self, patience: float = 1.0) -> bool:
        ready, _, _ = select.select([self._master], [], [], patience)
        if not ready:
            return self.process.poll() is None and patience >= 1.0
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.shown += _CONTROL.sub("", data.decode(errors="replace")).replace("\r\n", "\n")
        return bool(data)
