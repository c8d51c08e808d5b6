"""What a client tells beside its output, written as logrus writes it.

Go: vendor/github.com/sirupsen/logrus/text_formatter.go
"""

from __future__ import annotations

import re
import sys
import time
from typing import TextIO

from engine.golang.strconv import quote

_GRAY, _YELLOW = 37, 33
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
        _write("warning", message, {})


def debug(message: str, **fields: str) -> None:
    """Write what helps to find a fault, if everything is to be told; ``fields`` come behind it.

    Go: entry.go Entry.Debug
    """
    import logging

    if logging.getLogger().isEnabledFor(logging.DEBUG):
        _write("debug", message, fields)


def _write(level: str, message: str, fields: dict[str, str]) -> None:
    out = _output or sys.stderr
    out.write((_colored if out.isatty() else _line)(level, message, fields))


def _colored(level: str, message: str, fields: dict[str, str]) -> str:
    """Return the entry for a terminal: how many seconds after the start, and the message.

    Go: TextFormatter.printColored
    """
    seconds = int(time.monotonic() - _STARTED)
    color = _GRAY if level == "debug" else _YELLOW
    rest = "".join(
        f" \x1b[{color}m{name}\x1b[0m={_value(value)}" for name, value in sorted(fields.items())
    )
    return f"\x1b[{color}m{level[:4].upper()}\x1b[0m[{seconds:04d}] {message:<44} {rest}\n"


def _line(level: str, message: str, fields: dict[str, str]) -> str:
    """Return the entry as ``key=value`` pairs.

    Go: TextFormatter.Format
    """
    now = time.strftime("%Y-%m-%dT%H:%M:%S")
    offset = time.strftime("%z")
    zone = "Z" if offset == "+0000" else f"{offset[:3]}:{offset[3:]}"
    known = {"time": now + zone, "level": level, "msg": message}
    pairs = [*known.items(), *sorted(fields.items())]
    return " ".join(f"{name}={_value(value)}" for name, value in pairs) + "\n"


def _value(text: str) -> str:
    """Return ``text``, in quotes if it is not plain.

    Go: TextFormatter.appendValue
    """
    return text if _PLAIN.fullmatch(text) else quote(text)
