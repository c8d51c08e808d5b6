"""Small grammars: ``key=value`` options and the kernel's lists of numbers.

Go: pkg/parsers/parsers.go
"""

from __future__ import annotations

from engine.golang import strconv
from engine.golang.errors import GoError


def parse_key_value_opt(opt: str) -> tuple[str, str]:
    """Return the two sides of ``key=value``, without blanks around them.

    Raises:
        GoError: there is no ``=``.

    Go: ParseKeyValueOpt
    """
    key, equals, value = opt.partition("=")
    if not equals:
        raise GoError(f"Unable to parse key/value option: {opt}")
    return key.strip(), value.strip()


def parse_uint_list_maximum(text: str, maximum: int) -> set[int]:
    """Return the numbers of a list such as ``0,3-4``; none may be above ``maximum``.

    Raises:
        GoError: malformed, or a number is too high.

    Go: ParseUintListMaximum
    """
    return _parse_uint_list(text, maximum)


def parse_uint_list(text: str) -> set[int]:
    """Return the numbers of a list such as ``0,3-4``, the form of ``cpuset.cpus``.

    Raises:
        GoError: malformed.

    Go: ParseUintList
    """
    return _parse_uint_list(text, 0)


def _parse_uint_list(text: str, maximum: int) -> set[int]:
    numbers: set[int] = set()
    if not text:
        return numbers
    for part in text.split(","):
        low, high = _bounds(part, text)
        if maximum and high > maximum:
            raise GoError(f"value of out range, maximum is {maximum}")
        numbers.update(range(low, high + 1))
    return numbers


def _bounds(part: str, text: str) -> tuple[int, int]:
    first, dash, last = part.partition("-")
    try:
        low = strconv.atoi(first)
        high = strconv.atoi(last) if dash else low
    except GoError:
        raise GoError(f"invalid format: {text}") from None
    if high < low:
        raise GoError(f"invalid format: {text}")
    return low, high
