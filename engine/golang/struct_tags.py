r"""Dataclasses to JSON and back by the rules of Go's struct tags.

What Python's ``json`` alone would get wrong: fields in the order of the class, ``omitempty`` field
by field (a pointer is empty only when nil), ``null`` for a nil list, map keys sorted, ``<`` as
``\u003c``; and on the way in: keys in any case, unknown keys ignored, embedded structs flattened,
integers in the range of their Go type, errors in Go's words.

A field typed ``X | None`` is a pointer (or a list or map that may be nil), any other a value.

Go: encoding/json
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, TypeVar

T = TypeVar("T")
KEY = "go"


class JSONError(ValueError):
    """The text is not the JSON that was asked for; the message is Go's.

    ``read`` is all that could be made sense of, None if it is no JSON at all.
    """

    def __init__(self, text: str, read: object = None) -> None:
        self.read = read
        super().__init__(text)


class Tag:
    """What Go writes between the backquotes behind a field."""

    def __init__(self, name: str, omitempty: bool = False, embedded: bool = False) -> None:
        self.name = name
        self.omitempty = omitempty
        self.embedded = embedded


def tag(name: str, *, omitempty: bool = False) -> dict[str, Tag]:
    """Return the ``metadata=`` of a dataclass field that is ``name`` in JSON."""
    return {KEY: Tag(name, omitempty)}


def embedded() -> dict[str, Tag]:
    """Return the ``metadata=`` of a field whose own fields stand in its place, as in Go."""
    return {KEY: Tag("", embedded=True)}


class GoInt:
    """The integer type that Go has for a field: its name is in messages, its size in checks."""

    def __init__(self, name: str, low: int, high: int) -> None:
        self.name = name
        self.low = low
        self.high = high


Int64 = Annotated[int, GoInt("int64", -(1 << 63), (1 << 63) - 1)]
Uint64 = Annotated[int, GoInt("uint64", 0, (1 << 64) - 1)]
Uint32 = Annotated[int, GoInt("uint32", 0, (1 << 32) - 1)]
Uint16 = Annotated[int, GoInt("uint16", 0, (1 << 16) - 1)]
Uint = Annotated[int, GoInt("uint", 0, (1 << 64) - 1)]
Duration = Annotated[int, GoInt("time.Duration", -(1 << 63), (1 << 63) - 1)]
FileMode = Annotated[int, GoInt("fs.FileMode", 0, (1 << 32) - 1)]
INT = GoInt("int", -(1 << 63), (1 << 63) - 1)


class Array:
    """Go's fixed-size array: missing elements are zero, surplus ones are dropped."""

    def __init__(self, size: int) -> None:
        self.size = size


class GoName:
    """The name that Go has for a map or list type, as messages print it."""

    def __init__(self, name: str) -> None:
        self.name = name


class OrOneString:
    """Marks a list of strings that may also be written as one string."""


StrSlice = Annotated[list[str] | None, OrOneString()]


_HTML = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})
_LINES = str.maketrans({"\u2028": r"\u2028", "\u2029": r"\u2029"})
_NEEDS_CARE = re.compile("[\b\f\u2028\u2029\ud800-\udfff]")
_quote: Callable[[str], str] = json.encoder.encode_basestring


def marshal(value: object, escape_html: bool = True) -> str:
    """Return ``value`` as compact JSON, to the byte as Go's json.Marshal does.

    Go: json.Marshal, json.Encoder.SetEscapeHTML
    """
    return _encode(value, escape_html)


def _encode(value: object, html: bool) -> str:
    if isinstance(value, str):
        return _string(value, html)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Mapping):
        pairs = sorted(
            (str(key).encode("utf-8", "surrogatepass"), str(key), item)
            for key, item in value.items()
        )
        return (
            "{" + ",".join(f"{_string(key, html)}:{_encode(v, html)}" for _, key, v in pairs) + "}"
        )
    if isinstance(value, Sequence):
        return "[" + ",".join(_encode(item, html) for item in value) + "]"
    if isinstance(value, float):
        return _float(value)
    return "{" + ",".join(_members(value, html)) + "}"


def _float(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)


def _string(value: str, html: bool) -> str:
    if _NEEDS_CARE.search(value):
        parts = re.split("([\b\f])", value)
        inner = "".join(
            f"\\u{ord(part):04x}" if part in ("\b", "\f") else _quote(part)[1:-1] for part in parts
        )
        # A byte that was no UTF-8; Go escapes its replacement, though not a real U+FFFD.
        inner = re.sub("[\ud800-\udfff]", r"\\ufffd", inner)
        quoted = f'"{inner.translate(_LINES)}"'
    else:
        quoted = _quote(value)
    return quoted.translate(_HTML) if html else quoted


def _members(value: Any, html: bool, hidden: frozenset[str] = frozenset()) -> list[str]:
    out = []
    cls: Any = type(value)
    for attribute, key, rule in _encode_plan(cls):
        item = getattr(value, attribute)
        if key in hidden:
            continue
        if rule is None:
            if item is not None:
                # A field hides one of its name in an embedded struct.
                out += _members(item, html, hidden | _own_keys(cls))
        elif not (rule(item)):
            out.append(f"{key}{_encode(item, html)}")
    return out


def _never(_: object) -> bool:
    return False


def _nil_or_no_elements(item: object) -> bool:
    return item is None or (isinstance(item, (list, dict)) and not item)


def _zero(item: object) -> bool:
    return not (item or is_dataclass(item))


@cache
def _encode_plan(cls: type) -> tuple[tuple[str, str, Callable[[object], bool] | None], ...]:
    """Return for each field its attribute, its key with colon, and the rule to leave it out."""
    plan: list[tuple[str, str, Callable[[object], bool] | None]] = []
    for field in fields(cls):
        known: Tag | None = field.metadata.get(KEY)
        if known is None:
            continue
        if known.embedded:
            plan.append((field.name, "", None))
            continue
        pointer = "None" in str(field.type) or "StrSlice" in str(field.type)
        rule: Callable[[object], bool] = _never
        if known.omitempty:
            rule = _nil_or_no_elements if pointer else _zero
        plan.append((field.name, f'"{known.name}":', rule))
    return tuple(plan)


@cache
def _own_keys(cls: type) -> frozenset[str]:
    return frozenset(key for _, key, _ in _encode_plan(cls) if key)


def unmarshal(cls: type[T], data: bytes | str) -> T:
    """Read the whole of ``data`` as one ``cls``.

    Raises:
        JSONError: in Go's words.

    Go: json.Unmarshal
    """
    from engine.golang import json_decode  # a client that only sends need not load it

    return json_decode.unmarshal(cls, data)


def decode(cls: type[T], data: bytes | str) -> T:
    """Read the first JSON value in ``data`` as ``cls``; what follows it is not looked at.

    Raises:
        JSONError: ``EOF`` when there is nothing, ``unexpected EOF`` when it is cut off.

    Go: json.Decoder.Decode
    """
    from engine.golang import json_decode

    return json_decode.decode(cls, data)
