"""Query strings and paths by Go's rules, with Go's error texts.

Go: net/url
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.golang.errors import GoError
from engine.golang.strconv import quote

_ESCAPE = re.compile(rb"%(..?)?", re.DOTALL)
_HEX = re.compile(rb"[0-9A-Fa-f]{2}\Z")


class Values:
    """The parameters of a query or a form, each with one value or more.

    Go: Values
    """

    __slots__ = ("_lists",)

    def __init__(self) -> None:
        self._lists: dict[str, list[str]] = {}

    def get(self, key: str) -> str:
        """Return the first value of ``key``, empty when there is none.

        Go: Values.Get
        """
        values = self._lists.get(key)
        return values[0] if values else ""

    def all(self, key: str) -> list[str] | None:
        """Return every value of ``key`` in the order given, None when there is none."""
        return self._lists.get(key)

    def add(self, key: str, value: str) -> None:
        """Append ``value`` to those of ``key``.

        Go: Values.Add
        """
        self._lists.setdefault(key, []).append(value)

    def __contains__(self, key: str) -> bool:
        return key in self._lists

    def __iter__(self) -> Iterator[str]:
        return iter(self._lists)


def parse_query(query: str, into: Values) -> None:
    """Add the parameters of ``query`` to ``into``.

    What can be read is added, even when something else is wrong.

    Raises:
        GoError: the first bad escape or semicolon.

    Go: ParseQuery
    """
    fault: GoError | None = None
    for pair in query.split("&") if query else ():
        if not pair:
            continue
        if ";" in pair:
            fault = fault or GoError("invalid semicolon separator in query")
            continue
        key, _, value = pair.partition("=")
        try:
            into.add(query_unescape(key), query_unescape(value))
        except GoError as error:
            fault = fault or error
    if fault is not None:
        raise fault


def query_unescape(text: str) -> str:
    """Return ``text`` with ``%XX`` and ``+`` turned back.

    Raises:
        GoError: an escape is no two hexadecimal digits.

    Go: QueryUnescape
    """
    return path_unescape(text.replace("+", " "))


def path_unescape(text: str) -> str:
    """Return ``text`` with ``%XX`` turned back.

    Raises:
        GoError: an escape is no two hexadecimal digits.

    Go: PathUnescape
    """
    if "%" not in text:
        return text
    raw = _ESCAPE.sub(_byte, text.encode("utf-8", "surrogateescape"))
    return raw.decode("utf-8", "surrogateescape")


def _byte(match: re.Match[bytes]) -> bytes:
    digits = match[1] or b""
    if _HEX.match(digits) is None:
        raise GoError(f"invalid URL escape {quote(match[0].decode('utf-8', 'surrogateescape'))}")
    return bytes((int(digits, 16),))
