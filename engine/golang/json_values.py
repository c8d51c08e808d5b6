"""Readers for values that hold no others: texts, numbers, truth.

Go: encoding/json/decode.go
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from engine.golang.go_types import go_name
from engine.golang.json_tree import MINUS_ZERO, Number
from engine.golang.struct_tags import GoInt


class Place(NamedTuple):
    """Where in the value the decoder stands, for messages."""

    struct: str
    path: tuple[str, ...]

    def refuse(self, tree: Any, go_type: str, what: str = "") -> str:
        """Return the message for a value that does not fit."""
        what = what or kind_of(tree)
        if self.path:
            field = ".".join(self.path)
            return (
                f"json: cannot unmarshal {what} into Go struct field "
                f"{self.struct}.{field} of type {go_type}"
            )
        return f"json: cannot unmarshal {what} into Go value of type {go_type}"


# Takes the JSON value, where it stands, the faults so far, and the value that is there already: a
# null, or what does not fit, leaves that as it is.
Decoder = Callable[[Any, Place, list[str], Any], Any]


def kind_of(tree: Any) -> str:
    """Return what Go's messages call a value."""
    if isinstance(tree, bool):
        return "bool"
    if isinstance(tree, (int, Number)):
        return "number"
    if isinstance(tree, str):
        return "string"
    return "array" if isinstance(tree, list) else "object"


def untyped(tree: Any) -> Any:
    """Return a value for which no type is given: numbers with a fraction are floats."""
    return float(tree) if isinstance(tree, Number) else tree


def plain(kind: type, go_type: str) -> Decoder:
    """Return a reader for values that Python's parser gives as they are."""

    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return old
        if type(tree) is kind:
            return tree
        faults.append(place.refuse(tree, go_type))
        return old

    return read


def whole(text: str) -> str:
    """Return a text with U+FFFD for each half of a surrogate pair, as Go reads it."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


def str_decoder(cls: type[str]) -> Decoder:
    """Return a reader for a text."""
    go_type = "string" if cls is str else go_name(cls)

    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return old
        if type(tree) is str:
            tree = whole(tree)
            return tree if cls is str else cls(tree)
        faults.append(place.refuse(tree, go_type))
        return old

    return read


def int_decoder(kind: GoInt) -> Decoder:
    """Return a reader for an integer of limited range."""

    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return old
        if type(tree) is int and kind.low <= tree <= kind.high:
            return tree
        if kind.low < 0 and type(tree) is Number and tree == MINUS_ZERO:
            return 0
        number = f"number {tree}" if type(tree) in (int, Number) else ""
        faults.append(place.refuse(tree, kind.name, number))
        return old

    return read


def nullable(inner: Decoder, zero: Callable[[], Any]) -> Decoder:
    """Return a reader for a pointer: null is None, anything else goes to what it points to."""

    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return None
        return inner(tree, place, faults, zero() if old is None else old)

    return read
