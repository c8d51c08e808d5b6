"""Numbers, booleans and quoted text as Go's command line tools read and write them.

Python's own ``int`` and ``float`` accept more (spaces, ``_``, other alphabets) and complain in
other words, and users see those words.

Go: strconv
"""

from __future__ import annotations

import re

from engine.golang.errors import GoError

_TRUE = frozenset(("1", "t", "T", "TRUE", "true", "True"))
_FALSE = frozenset(("0", "f", "F", "FALSE", "false", "False"))
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PREFIXES = {"0x": 16, "0o": 8, "0b": 2}
_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
}


class NumError(GoError):
    """A text is no number of the wanted kind, or does not fit.

    Go: NumError
    """

    def __init__(self, func: str, num: str, reason: str) -> None:
        self.reason = reason
        super().__init__(f"strconv.{func}: parsing {quote(num)}: {reason}")


def parse_bool(text: str) -> bool:
    """Return the truth value that ``text`` names; only Go's twelve spellings count.

    Raises:
        NumError: another spelling.

    Go: ParseBool
    """
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise NumError("ParseBool", text, "invalid syntax")


def parse_uint(text: str, base: int, bits: int, *, func: str = "ParseUint") -> int:
    """Return the unsigned number in ``text``; base 0 lets a prefix (0x, 0o, 0b, 0) choose.

    Raises:
        NumError: no number, or more than ``bits`` bits.

    Go: ParseUint
    """
    value = _magnitude(text, base)
    if value is None:
        raise NumError(func, text, "invalid syntax")
    if value >= 1 << bits:
        raise NumError(func, text, "value out of range")
    return value


def parse_int(text: str, base: int, bits: int, *, func: str = "ParseInt") -> int:
    """Return the signed number in ``text``.

    Raises:
        NumError: no number, or it does not fit into ``bits`` bits.

    Go: ParseInt
    """
    negative = text.startswith("-")
    value = _magnitude(text[1:] if text[:1] in ("+", "-") else text, base)
    if value is None:
        raise NumError(func, text, "invalid syntax")
    if value >= (1 << (bits - 1)) + negative:
        raise NumError(func, text, "value out of range")
    return -value if negative else value


def atoi(text: str) -> int:
    """Return the decimal number in ``text``.

    Raises:
        NumError: no number, or it does not fit into 64 bits.

    Go: Atoi
    """
    return parse_int(text, 10, 64, func="Atoi")


def parse_float(text: str) -> float:
    """Return the decimal fraction in ``text`` (no exponent, no sign: nothing here needs them).

    Raises:
        NumError: no number, or too large for a float.

    Go: ParseFloat
    """
    if not re.fullmatch(r"[0-9]+(\.[0-9]*)?|\.[0-9]+", text):
        raise NumError("ParseFloat", text, "invalid syntax")
    value = float(text)
    if value == float("inf"):
        raise NumError("ParseFloat", text, "value out of range")
    return value


def _magnitude(text: str, base: int) -> int | None:
    """Return the unsigned value of ``text``, or None where Go says invalid syntax."""
    digits = text
    if base == 0:
        if "_" in text and not _underscores_ok(text):
            return None
        base, digits = _detect_base(text)
        digits = digits.replace("_", "")
    allowed = _DIGITS[:base]
    if not digits or any(char not in allowed for char in digits.lower()):
        return None
    # lower() may turn other letters into ASCII ones (the Kelvin sign into a k).
    return int(digits, base) if digits.isascii() else None


def _detect_base(text: str) -> tuple[int, str]:
    base = _PREFIXES.get(text[:2].lower())
    if base is not None and len(text) > 2:
        return base, text[2:]
    if text.startswith("0") and len(text) > 1:
        return 8, text[1:]
    return 10, text


def _underscores_ok(text: str) -> bool:
    """Tell whether each ``_`` separates digits, or a prefix from digits."""
    body = text
    if text[:2].lower() in _PREFIXES:
        body = "0" + text[2:]
    return re.fullmatch(r"[0-9a-zA-Z]+(_[0-9a-zA-Z]+)*", body) is not None


def quote(text: str) -> str:
    r"""Return ``text`` in double quotes, as ``%q`` prints it.

    Bytes that were no UTF-8 (surrogate escapes here) come out as ``\xff``.

    Go: Quote
    """
    return f'"{"".join(_escaped(char, chr(34)) for char in text)}"'


def quote_rune(char: str) -> str:
    """Return one character in single quotes, as ``%q`` prints a byte or rune.

    Go: QuoteRune
    """
    return f"'{_escaped(char, chr(39))}'"


def _escaped(char: str, delimiter: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char == delimiter:
        return "\\" + char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if char.isprintable():
        return char
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
