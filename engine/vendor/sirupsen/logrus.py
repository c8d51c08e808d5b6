"""A client's warnings, written as logrus writes them.

Go: vendor/github.com/sirupsen/logrus/text_formatter.go
"""

from __future__ import annotations

import re
import sys
import time
from typing import TextIO

from engine.golang.strconv import quote

_YELLOW = 33
_STARTED = time.monotonic()
_PLAIN = re.compile(r"[A-Za-z0-9\-._/@^+]*")
_output: TextIO | None = None


def set_output(out: TextIO) -> None:
    """Write to ``out`` from now on.

    Go: exported.go SetOutput
    """
    global _output
    _output = out


def warn(message: str) -> None:
    """Write a warning, unless only graver things are to be told.

    Go: exported.go Warn
    """
    import logging

    if logging.getLogger().isEnabledFor(logging.WARNING):
        out = _output or sys.stderr
        out.write(_colored(message) if out.isatty() else _line(message))


def _colored(message: str) -> str:
    """Return the warning for a terminal: how many seconds after the start, and the message.

    Go: TextFormatter.printColored
    """
    seconds = int(time.monotonic() - _STARTED)
    return f"\x1b[{_YELLOW}mWARN\x1b[0m[{seconds:04d}] {message:<44} \n"


def _line(message: str) -> str:
    """Return the warning as ``key=value`` pairs.

    Go: TextFormatter.Format
    """
    now = time.strftime("%Y-%m-%dT%H:%M:%S")
    offset = time.strftime("%z")
    zone = "Z" if offset == "+0000" else f"{offset[:3]}:{offset[3:]}"
    return f"time={_value(now + zone)} level=warning msg={_value(message)}\n"


def _value(text: str) -> str:
    """Return ``text``, in quotes if it is not plain.

    Go: TextFormatter.appendValue
    """
    return text if _PLAIN.fullmatch(text) else quote(text)
