"""Lengths of time as nanoseconds, and Go's way to write them (``1h2m3.5s``).

Go: time
"""

from __future__ import annotations

import re

from engine.golang.errors import GoError

_NANOSECONDS = {
    "ns": 1,
    "us": 1_000,
    "\N{MICRO SIGN}s": 1_000,
    "\N{GREEK SMALL LETTER MU}s": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
_LIMIT = 1 << 63


def parse_duration(text: str) -> int:
    """Return the nanoseconds that ``text`` (``300ms``, ``-1.5h``, ``2h45m``) means.

    Raises:
        GoError: no duration, no unit, an unknown unit, or more than 292 years.

    Go: ParseDuration
    """
    negative = text.startswith("-")
    rest = text[1:] if text[:1] in ("+", "-") else text
    if rest == "0":
        return 0
    if not rest:
        raise _invalid(text)
    total = 0
    while rest:
        amount, rest = _leading(text, rest)
        total += amount
        if total > _LIMIT:
            raise _invalid(text)
    if total == _LIMIT and not negative:
        raise _invalid(text)
    return -total if negative else total


def _leading(text: str, rest: str) -> tuple[int, str]:
    """Read one ``number unit`` off ``rest``; return its nanoseconds and what follows."""
    number = re.match(r"([0-9]*)(?:\.([0-9]*))?", rest)
    assert number is not None  # the pattern matches the empty text
    whole, fraction = number[1], number[2] or ""
    if not whole and not fraction:
        raise _invalid(text)
    rest = rest[number.end() :]
    unit = re.split(r"[.0-9]", rest, maxsplit=1)[0]
    if not unit:
        raise GoError(f"time: missing unit in duration {_quote(text)}")
    if unit not in _NANOSECONDS:
        raise GoError(f"time: unknown unit {_quote(unit)} in duration {_quote(text)}")
    scale = _NANOSECONDS[unit]
    amount = int(whole or "0") * scale
    return amount + _fraction(fraction, scale), rest[len(unit) :]


def _fraction(digits: str, scale: int) -> int:
    """Return ``0.digits`` units in nanoseconds, with Go's rounding through a float.

    Go: leadingFraction
    """
    value, divisor = 0, 1.0
    for digit in digits:
        more = value * 10 + int(digit)
        if value > (_LIMIT - 1) // 10 or more > _LIMIT:
            break
        value, divisor = more, divisor * 10
    return int(value * (scale / divisor))


def _invalid(text: str) -> GoError:
    return GoError(f"time: invalid duration {_quote(text)}")


def _quote(text: str) -> str:
    """Quote as package time does: everything outside printable ASCII byte by byte."""
    plain = "".join("\\" + char if char in '"\\' else char for char in text)
    data = plain.encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(b) if 0x20 <= b < 0x80 else f"\\x{b:02x}" for b in data) + '"'


def format_duration(nanoseconds: int) -> str:
    """Return the shortest exact text: ``0s``, ``1.5ms``, ``1h0m0s``.

    Go: Duration.String
    """
    sign = "-" if nanoseconds < 0 else ""
    left = abs(nanoseconds)
    if left < 1_000_000_000:
        for unit, scale in (("ms", 1_000_000), ("\N{MICRO SIGN}s", 1_000), ("ns", 1)):
            if left >= scale:
                return f"{sign}{_decimal(left, scale)}{unit}"
        return "0s"
    minutes, left = divmod(left, 60_000_000_000)
    seconds = _decimal(left, 1_000_000_000) + "s"
    if not minutes:
        return sign + seconds
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}h{minutes}m{seconds}" if hours else f"{sign}{minutes}m{seconds}"


def _decimal(amount: int, scale: int) -> str:
    """Return ``amount / scale`` without trailing zeros; ``scale`` is a power of ten."""
    whole, part = divmod(amount, scale)
    if not part:
        return str(whole)
    return f"{whole}.{part:0{len(str(scale)) - 1}d}".rstrip("0")
