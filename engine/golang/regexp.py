"""Regular expressions as users of Go know them: RE2's syntax, matched by Python's own engine.

Go: regexp
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache

from engine.golang.errors import GoError

Ranges = list[tuple[int, int]]

_DIGIT: Ranges = [(48, 57)]
_UPPER: Ranges = [(65, 90)]
_LOWER: Ranges = [(97, 122)]
_WORD: Ranges = [*_DIGIT, *_UPPER, (95, 95), *_LOWER]
_SPACE: Ranges = [(9, 10), (12, 13), (32, 32)]
_PERL = {"d": _DIGIT, "s": _SPACE, "w": _WORD}
_POSIX: dict[str, Ranges] = {
    "alnum": [*_DIGIT, *_UPPER, *_LOWER],
    "alpha": [*_UPPER, *_LOWER],
    "ascii": [(0, 127)],
    "blank": [(9, 9), (32, 32)],
    "cntrl": [(0, 31), (127, 127)],
    "digit": _DIGIT,
    "graph": [(33, 126)],
    "lower": _LOWER,
    "print": [(32, 126)],
    "punct": [(33, 47), (58, 64), (91, 96), (123, 126)],
    "space": [(9, 13), (32, 32)],
    "upper": _UPPER,
    "word": _WORD,
    "xdigit": [*_DIGIT, (65, 70), (97, 102)],
}
_POSIX_CLASS = re.compile(r"\[:(\^?)(\w+):\]")
_GROUP = re.compile(r"\(\?(?:P<(\w+)>|([imsU]*)(-[imsU]+)?([:)]))", re.ASCII)
_REPEAT = re.compile(r"(?:[*+?]|\{(0|[1-9]\d*)(?:,(0|[1-9]\d*|))?\})(\??)", re.ASCII)
_CATEGORY = re.compile(r"\\([pP])(?:\{(\^?)(\w+)\}|(\w))", re.ASCII)
_CODE = re.compile(r"\\(?:x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|(0[0-7]{0,2}|[1-7][0-7]{1,2}))")
_CONTROL = dict(zip("aftnrv", "\a\f\t\n\r\v", strict=True))
_W = "[0-9A-Za-z_]"
_BOUND = f"(?<={_W})(?!{_W})|(?<!{_W})(?={_W})"
_ANCHORS = {
    "A": r"(?:\A)",
    "z": r"(?:\Z)",
    "b": f"(?:{_BOUND})",
    "B": f"(?:(?!{_BOUND}))",
    "C": "(?s:.)",
}
_MOST = 1000


class BadPattern(GoError):
    """The text is no regular expression for Go.

    Go: regexp/syntax Error
    """


@cache
def compile_(pattern: str) -> re.Pattern[str]:
    """Return what matches as Go's expression does.

    Differs from Go, where nothing takes longer than the text is long; and of Unicode's classes
    only the general categories are known, not the scripts.

    Raises:
        BadPattern: Go would not read it either.

    Go: Compile
    """
    try:
        return re.compile(_Translator(pattern).translate())
    except (re.error, OverflowError) as error:
        raise BadPattern(f"error parsing regexp: {error}") from error


def match_string(pattern: str, text: str) -> bool:
    """Say whether ``pattern`` matches anywhere in ``text``.

    Raises:
        BadPattern: it is no regular expression.

    Go: MatchString
    """
    return compile_(pattern).search(text) is not None


class _Translator:
    """Goes through an expression, and writes down the same for Python, atom by atom."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._flags: frozenset[str] = frozenset()
        self._outer: list[frozenset[str]] = []
        self._out: list[str] = []
        # Whether what was read last may be repeated, and whether it is already.
        self._atom = self._repeated = False

    def translate(self) -> str:
        """Return the expression for Python."""
        while self._at < len(self._pattern):
            self._step()
        if self._outer:
            raise BadPattern("error parsing regexp: missing closing )")
        return "".join(self._out)

    def _step(self) -> None:
        char = self._pattern[self._at]
        if char == "(":
            self._open()
        elif char == ")":
            self._close()
        elif char == "|":
            self._put("|", atom=False)
        elif repeat := _REPEAT.match(self._pattern, self._at):
            self._repeat(repeat)
        elif char == "[":
            self._put(self._folded(self._class()))
        elif char == "\\":
            self._put_escape()
        else:
            self._at += 1
            self._put(self._plain(char), moved=True)

    def _put(self, text: str, *, atom: bool = True, moved: bool | None = None) -> None:
        if not atom and moved is None:
            self._at += 1
        self._out.append(text)
        self._atom, self._repeated = atom, False

    def _folded(self, text: str) -> str:
        return f"(?i:{text})" if "i" in self._flags else text

    def _plain(self, char: str) -> str:
        if char == ".":
            return "(?s:.)" if "s" in self._flags else r"[^\n]"
        if char in "^$":
            many = f"(?m:{char})"
            return many if "m" in self._flags else {"^": r"(?:\A)", "$": r"(?:\Z)"}[char]
        return self._folded(re.escape(char))

    def _open(self) -> None:
        if not self._pattern.startswith("(?", self._at):
            self._outer.append(self._flags)
            self._put("(?:", atom=False)
            return
        found = _GROUP.match(self._pattern, self._at)
        if found is None:
            raise BadPattern("error parsing regexp: invalid or unsupported Perl syntax")
        name, more, less, end = found.groups()
        self._at = found.end()
        flags = (self._flags | frozenset(more or "")) - frozenset(less or "")
        if name is not None or end == ":":
            self._outer.append(self._flags)
            self._put("(?:", atom=False, moved=True)
        if name is None:
            self._flags = flags

    def _close(self) -> None:
        if not self._outer:
            raise BadPattern("error parsing regexp: unexpected )")
        self._flags = self._outer.pop()
        self._at += 1
        self._put(")")

    def _repeat(self, found: re.Match[str]) -> None:
        least, most, lazy = found.groups()
        if not self._atom or self._repeated:
            raise BadPattern(f"error parsing regexp: nothing to repeat with {found[0]}")
        if max(int(least or 0), int(most or 0)) > _MOST:
            raise BadPattern("error parsing regexp: invalid repeat count")
        self._at = found.end()
        how = found[0].removesuffix("?") if lazy else found[0]
        self._out.append(how + ("?" if bool(lazy) != ("U" in self._flags) else ""))
        self._repeated = True

    def _put_escape(self) -> None:
        if self._pattern.startswith(r"\Q", self._at):
            text, _, _ = self._pattern[self._at + 2 :].partition(r"\E")
            self._at += 2 + len(text) + 2
            for char in text:
                self._put(self._folded(re.escape(char)))
            return
        anchor = _ANCHORS.get(self._pattern[self._at + 1 : self._at + 2])
        if anchor is not None:
            self._at += 2
            self._put(anchor)
            return
        found = self._escape()
        self._put(self._folded(_as_class(found if isinstance(found, list) else [(found, found)])))

    def _escape(self) -> Ranges | int:
        """Read what begins with a backslash: a character, or a class of them."""
        char = self._pattern[self._at + 1 : self._at + 2]
        if category := _CATEGORY.match(self._pattern, self._at):
            self._at = category.end()
            ranges = _category(category[3] or category[4])
            return _others(ranges) if (category[1] == "P") != bool(category[2]) else ranges
        if code := _CODE.match(self._pattern, self._at):
            self._at = code.end()
            number = int(code[3], 8) if code[3] else int(code[1] or code[2], 16)
            if number > sys.maxunicode:
                raise BadPattern("error parsing regexp: invalid escape sequence")
            return number
        self._at += 2
        if char.lower() in _PERL:
            return _PERL[char] if char in _PERL else _others(_PERL[char.lower()])
        if not char or not char.isascii() or (char.isalnum() and char not in _CONTROL):
            raise BadPattern("error parsing regexp: invalid escape sequence")
        return ord(_CONTROL.get(char, char))

    def _class(self) -> str:
        """Read a class in brackets."""
        self._at += 1
        no = self._pattern.startswith("^", self._at)
        self._at += no
        ranges: Ranges = []
        while not ranges or not self._pattern.startswith("]", self._at):
            posix = _POSIX_CLASS.match(self._pattern, self._at)
            if posix is not None:
                self._at = posix.end()
                if posix[2] not in _POSIX:
                    raise BadPattern("error parsing regexp: invalid character class range")
                ranges += _others(_POSIX[posix[2]]) if posix[1] else _POSIX[posix[2]]
                continue
            low = self._member()
            ranges += low if isinstance(low, list) else [(low, self._upper_end(low))]
        self._at += 1
        return _as_class(ranges, "^" if no else "")

    def _upper_end(self, low: int) -> int:
        rest = self._pattern[self._at : self._at + 2]
        if not rest.startswith("-") or rest in ("-", "-]"):
            return low
        self._at += 1
        high = self._member()
        if isinstance(high, list) or high < low:
            raise BadPattern("error parsing regexp: invalid character class range")
        return high

    def _member(self) -> Ranges | int:
        if self._at >= len(self._pattern):
            raise BadPattern("error parsing regexp: missing closing ]")
        char = self._pattern[self._at]
        if char == "\\":
            return self._escape()
        self._at += 1
        return ord(char)


def _as_class(ranges: Ranges, no: str = "") -> str:
    return f"[{no}" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]"


def _others(ranges: Ranges) -> Ranges:
    found, free = [], 0
    for low, high in sorted(ranges):
        if low > free:
            found.append((free, low - 1))
        free = max(free, high + 1)
    return [*found, (free, sys.maxunicode)] if free <= sys.maxunicode else found


@cache
def _category(name: str) -> Ranges:
    """Return the characters of a general category of Unicode."""
    ranges: Ranges = []
    for code in range(sys.maxunicode + 1):
        if name == "Any" or unicodedata.category(chr(code)).startswith(name):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    if not ranges:
        raise BadPattern(f"error parsing regexp: invalid character class range: {name}")
    return ranges
