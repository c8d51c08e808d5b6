"""Exact fractions from text.

Go: math/big
"""

from __future__ import annotations

import re
from fractions import Fraction

from engine.golang.errors import GoError
from engine.golang.strconv import parse_uint

# A larger exponent would need a number of a million digits.
_MAX_EXPONENT = 1_000_000
_BASES = {"": 10, "0b": 2, "0o": 8, "0x": 16}


def parse_rat(text: str) -> Fraction | None:
    """Return the number in ``text`` (``1.5``, ``3/4``, ``2e-3``, ``0x1p-2``), or None.

    Go: Rat.SetString
    """
    sign = -1 if text.startswith("-") else 1
    body = text[1:] if text[:1] in ("+", "-") else text
    numerator, slash, denominator = body.partition("/")
    value = _ratio(numerator, denominator) if slash else _decimal(body.lower())
    return None if value is None else sign * value


def _ratio(numerator: str, denominator: str) -> Fraction | None:
    try:
        # 4096 bits stand for "as large as you like".
        above, below = (parse_uint(part, 0, 4096) for part in (numerator, denominator))
    except GoError:
        return None
    return Fraction(above, below) if below else None


def _decimal(text: str) -> Fraction | None:
    prefix = text[:2] if text[:2] in _BASES else ""
    base = _BASES[prefix]
    # In base 16 an "e" is a digit.
    digit, mark = ("[0-9a-f_]", "p") if base == 16 else ("[0-9_]", "[ep]")
    pattern = rf"({digit}*)(?:\.({digit}*))?(?:({mark})([+-]?[0-9]+(?:_[0-9]+)*))?"
    found = re.fullmatch(pattern, text[len(prefix) :])
    if found is None:
        return None
    whole, part = found[1], found[2] or ""
    digits = _digits(whole, part, base, prefixed=bool(prefix))
    exponent = int(found[4] or "0")
    if digits is None or abs(exponent) > _MAX_EXPONENT:
        return None
    value = Fraction(digits, base ** len(part.replace("_", "")))
    return value * Fraction(2 if found[3] == "p" else 10) ** exponent


def _digits(whole: str, part: str, base: int, *, prefixed: bool) -> int | None:
    """Return the digits on both sides of the point as one number.

    A ``_`` may stand between digits, or between a prefix and digits.
    """
    written = f"{'0' if prefixed else ''}{whole}.{part}" if part else f"{'0' * prefixed}{whole}"
    for side in written.split("."):
        if side and not re.fullmatch("[0-9a-f]+(_[0-9a-f]+)*", side):
            return None
    digits = (whole + part).replace("_", "")
    if not digits or any(int(char, 16) >= base for char in digits):
        return None
    return int(digits, base)
