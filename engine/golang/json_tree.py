"""JSON texts to plain values, with all that Go still sees in them.

Go: encoding/json/scanner.go
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from engine.golang.json_scanner import Scanner, SyntaxFault, UnexpectedEnd
from engine.golang.struct_tags import JSONError

SPACE = " \t\r\n"


class Number(str):
    """A number that is no plain integer, as it was written."""

    __slots__ = ()


# Go takes it for a number with a sign, and none without.
MINUS_ZERO = "-0"


def _integer(text: str) -> int | Number:
    return int(text) if len(text) < 22 and text != MINUS_ZERO else Number(text)


class Repeated(dict[str, Any]):
    """An object in which a key stands more than once; ``pairs`` has all of them."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(pairs)


def pairs_of(tree: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """Return all keys with their values; a key that stands twice comes twice."""
    return tree.pairs if isinstance(tree, Repeated) else tree.items()


def _no_constant(text: str) -> object:
    raise ValueError(text)


_parser = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=Number,
    parse_int=_integer,
    parse_constant=_no_constant,
    strict=True,
)
# No type here is nested as deeply.
_DEEP = 100
_NESTING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')


def parse(data: bytes | str, nothing: str, cut_off: str) -> tuple[Any, str]:
    """Return the first value, and the text behind it."""
    text = data if isinstance(data, str) else _decoded(data)
    text = text.lstrip(SPACE)
    if not text:
        raise JSONError(nothing)
    try:
        tree, end = _parser.raw_decode(text)
    except (ValueError, RecursionError) as error:
        _check(data, cut_off)
        if isinstance(error, ValueError):
            raise JSONError("invalid JSON") from None
        text = _without_depths(text)
        tree, end = _parser.raw_decode(text)
    return tree, text[end:]


def _decoded(data: bytes) -> str:
    """Return the text, with U+FFFD for each byte that is no UTF-8.

    Python's own "replace" has one for all bytes that begin a character.
    """
    try:
        return data.decode()
    except UnicodeDecodeError:
        return re.sub("[\udc80-\udcff]", "\ufffd", data.decode("utf-8", "surrogateescape"))


def _check(data: bytes | str, cut_off: str) -> None:
    try:
        Scanner(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")).value()
    except SyntaxFault as fault:
        raise JSONError(str(fault)) from None
    except UnexpectedEnd:
        raise JSONError(cut_off) from None


def _without_depths(text: str) -> str:
    """Return valid JSON with null for whatever lies deeper than anybody looks."""
    kept, start, depth = [], 0, 0
    for found in _NESTING.finditer(text):
        if found[0] in "[{":
            depth += 1
            if depth == _DEEP:
                kept += [text[start : found.start()], "null"]
        elif found[0] in "]}":
            if depth == _DEEP:
                start = found.end()
            depth -= 1
    return "".join([*kept, text[start:]])
