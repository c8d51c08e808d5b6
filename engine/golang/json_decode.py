"""JSON to dataclasses: the decoding half of ``struct_tags``.

Go: encoding/json/decode.go
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from engine.golang.json_scanner import Scanner, SyntaxFault, UnexpectedEnd, quote_char
from engine.golang.struct_tags import INT, KEY, Array, GoInt, GoName, JSONError, OrOneString, Tag

T = TypeVar("T")
_SPACE = " \t\r\n"


class _Number(str):
    """A number that is no plain integer, as it was written."""

    __slots__ = ()


def _integer(text: str) -> int | _Number:
    return int(text) if len(text) < 22 else _Number(text)


class _Repeated(dict[str, Any]):
    """An object in which a key stands more than once; ``pairs`` has all of them."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Repeated(pairs)


def _pairs(tree: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return tree.pairs if isinstance(tree, _Repeated) else tree.items()


def _no_constant(text: str) -> object:
    raise ValueError(text)


_parser = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=_Number,
    parse_int=_integer,
    parse_constant=_no_constant,
    strict=True,
)
# No type here is nested as deeply.
_DEEP = 100
_NESTING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]')


def unmarshal(cls: type[T], data: bytes | str) -> T:
    """Read the whole of ``data`` as one ``cls``.

    Raises:
        JSONError: in Go's words.

    Go: json.Unmarshal
    """
    tree, rest = _parse(data, "unexpected end of JSON input", "unexpected end of JSON input")
    rest = rest.lstrip(_SPACE)
    if rest:
        char = quote_char(rest[0].encode("utf-8", "surrogatepass").decode("latin-1")[0])
        raise JSONError(f"invalid character {char} after top-level value")
    return _into(cls, tree)


def decode(cls: type[T], data: bytes | str) -> T:
    """Read the first JSON value in ``data`` as ``cls``; what follows it is not looked at.

    Raises:
        JSONError: ``EOF`` when there is nothing, ``unexpected EOF`` when it is cut off.

    Go: json.Decoder.Decode
    """
    tree, _ = _parse(data, "EOF", "unexpected EOF")
    return _into(cls, tree)


def _parse(data: bytes | str, nothing: str, cut_off: str) -> tuple[Any, str]:
    """Return the first value, and the text behind it."""
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    text = text.lstrip(_SPACE)
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


def _into(cls: type[T], tree: Any) -> T:
    faults: list[str] = []
    value = _decoder_of(cls)(tree, _Place("", ()), faults)
    if faults:
        raise JSONError(faults[0])
    result: T = _zero_value(cls) if value is _KEEP else value
    return result


class _Place(NamedTuple):
    """Where in the value the decoder stands, for messages."""

    struct: str
    path: tuple[str, ...]

    def refuse(self, tree: Any, go_type: str, what: str = "") -> str:
        what = what or _kind(tree)
        if self.path:
            field = ".".join(self.path)
            return (
                f"json: cannot unmarshal {what} into Go struct field "
                f"{self.struct}.{field} of type {go_type}"
            )
        return f"json: cannot unmarshal {what} into Go value of type {go_type}"


_KEEP: Any = object()  # a JSON null for a value type changes nothing
_Decoder = Callable[[Any, _Place, list[str]], Any]


def _kind(tree: Any) -> str:
    if isinstance(tree, bool):
        return "bool"
    if isinstance(tree, (int, _Number)):
        return "number"
    if isinstance(tree, str):
        return "string"
    return "array" if isinstance(tree, list) else "object"


def _zero_value(cls: Any) -> Any:
    origin = get_origin(cls)
    if origin is Annotated:
        return _zero_value(get_args(cls)[0])
    if origin in (Union, UnionType) or cls is Any or origin in (list, dict):
        return None
    return cls()


def _decoder_of(hint: Any) -> _Decoder:
    return _decoder(hint)


@cache
def _decoder(hint: Any) -> _Decoder:
    """Return the function that turns a parsed JSON value into what ``hint`` says."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated_decoder(arguments[0], arguments[1])
    if origin in (Union, UnionType):
        (inner,) = [argument for argument in arguments if argument is not NoneType]
        return _nullable(_decoder(inner))
    if origin is list:
        return _list_decoder(arguments[0])
    if origin is dict:
        return _dict_decoder(arguments[1], go_name(hint))
    if hint is bool:
        return _plain(bool, "bool")
    if hint is int:
        return _int_decoder(INT)
    if isinstance(hint, type) and issubclass(hint, str):
        return _str_decoder(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _struct_decoder(hint)
    return lambda tree, _place, _faults: _untyped(tree)


def _annotated_decoder(hint: Any, mark: Any) -> _Decoder:
    if isinstance(mark, GoInt):
        return _int_decoder(mark)
    if isinstance(mark, Array):
        return _array_decoder(_decoder(get_args(hint)[0]), mark.size)
    if isinstance(mark, OrOneString):
        return _str_slice
    return _dict_decoder(get_args(hint)[1], mark.name)


def _untyped(tree: Any) -> Any:
    return float(tree) if isinstance(tree, _Number) else tree


def _plain(kind: type, go_type: str) -> _Decoder:
    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return _KEEP
        if type(tree) is kind:
            return tree
        faults.append(place.refuse(tree, go_type))
        return _KEEP

    return read


def _str_decoder(cls: type[str]) -> _Decoder:
    go_type = "string" if cls is str else go_name(cls)

    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return _KEEP
        if type(tree) is str:
            tree = re.sub("[\ud800-\udfff]", "\ufffd", tree) if not tree.isascii() else tree
            return tree if cls is str else cls(tree)
        faults.append(place.refuse(tree, go_type))
        return _KEEP

    return read


def _int_decoder(kind: GoInt) -> _Decoder:
    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return _KEEP
        if type(tree) is int and kind.low <= tree <= kind.high:
            return tree
        number = f"number {tree}" if type(tree) in (int, _Number) else ""
        faults.append(place.refuse(tree, kind.name, number))
        return _KEEP

    return read


def _nullable(inner: _Decoder) -> _Decoder:
    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return None
        value = inner(tree, place, faults)
        return None if value is _KEEP else value

    return read


def _list_decoder(element: Any) -> _Decoder:
    inner = _decoder(element)

    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return None
        if type(tree) is not list:
            faults.append(place.refuse(tree, "[]" + _element_name(element)))
            return None
        out = []
        for item in tree:
            value = inner(item, place, faults)
            out.append(_zero_value(element) if value is _KEEP else value)
        return out

    return read


def _array_decoder(inner: _Decoder, size: int) -> _Decoder:
    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return _KEEP
        if type(tree) is not list:
            faults.append(place.refuse(tree, f"[{size}]uint"))
            return _KEEP
        values = [inner(item, place, faults) for item in tree[:size]]
        values += [0] * (size - len(values))
        return [0 if value is _KEEP else value for value in values]

    return read


def _dict_decoder(element: Any, go_type: str) -> _Decoder:
    inner = _empty_struct if _is_empty_struct(element) else _decoder(element)

    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return None
        if not isinstance(tree, dict):
            faults.append(place.refuse(tree, go_type))
            return None
        out = {}
        for key, item in _pairs(tree):
            value = inner(item, place, faults)
            out[key] = _zero_value(element) if value is _KEEP else value
        return out

    return read


def _is_empty_struct(hint: Any) -> bool:
    """Say whether ``hint`` is how a struct without fields is written here."""
    return get_origin(hint) is dict and get_args(hint)[1] is Any


def _empty_struct(tree: Any, place: _Place, faults: list[str]) -> Any:
    if tree is not None and not isinstance(tree, dict):
        faults.append(place.refuse(tree, "struct {}"))
    return {}


def _str_slice(tree: Any, place: _Place, faults: list[str]) -> Any:
    if tree is None:
        return None
    # As Go: a list that is none of strings is refused as a whole, for it is no string either.
    unfit: list[str] = []
    if type(tree) is list:
        words = _list_decoder(str)(tree, place, unfit)
        if not unfit:
            return words
    if type(tree) is str:
        return [tree]
    faults.append(place.refuse(tree, "string"))
    return None


class _Target(NamedTuple):
    """Where a JSON key goes: the attribute, or the attribute of an embedded struct."""

    attribute: str
    read: _Decoder
    owner: str
    key: str


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls, include_extras=True)


@cache
def _targets(cls: type) -> dict[str, _Target]:
    hints = _hints(cls)
    table: dict[str, _Target] = {}
    for field in fields(cls):
        known: Tag | None = field.metadata.get(KEY)
        if known is None:
            continue
        if known.embedded:
            for key, target in _targets(_struct_in(hints[field.name])).items():
                table.setdefault(key, target._replace(owner=field.name))
            continue
        table[_fold(known.name)] = _Target(field.name, _decoder(hints[field.name]), "", known.name)
    return table


def _struct_in(hint: Any) -> type:
    found = [argument for argument in get_args(hint) if argument is not NoneType]
    chosen: type = found[0] if found else hint
    return chosen


def _struct_decoder(cls: type) -> _Decoder:
    go_type = go_name(cls)
    bare_name = getattr(cls, "GO_NAME", cls.__name__).rsplit(".", 1)[-1]

    def read(tree: Any, place: _Place, faults: list[str]) -> Any:
        if tree is None:
            return _KEEP
        if not isinstance(tree, dict):
            faults.append(place.refuse(tree, go_type))
            return _KEEP
        targets = _targets(cls)
        given: dict[str, dict[str, Any]] = {}
        trees: dict[_Target, Any] = {}
        for key, item in _pairs(tree):
            target = targets.get(_fold(key))
            if target is None:
                continue
            item = _joined(trees.get(target), item)
            value = target.read(item, _Place(bare_name, (*place.path, target.key)), faults)
            here = given.setdefault(target.owner, {})
            if value is not _KEEP:
                here[target.attribute], trees[target] = value, item
        return _build(cls, given)

    return read


def _fold(key: str) -> str:
    """Return a key in the form that is alike for all that Go takes for the same.

    Go: foldFunc
    """
    return key.lower().replace("\u017f", "s")


def _joined(before: Any, item: Any) -> Any:
    """Return what a key holds that stood there before: objects are filled further."""
    if isinstance(before, dict) and isinstance(item, dict):
        return _Repeated([*_pairs(before), *_pairs(item)])
    return item


def _build(cls: type, given: dict[str, dict[str, Any]]) -> Any:
    own = given.pop("", {})
    if not given:
        return cls(**own)
    hints = _hints(cls)
    for owner, values in given.items():
        own[owner] = _struct_in(hints[owner])(**values)
    return cls(**own)


def go_name(hint: Any) -> str:
    """Return the name that Go's messages give to a type: ``[]string``, ``container.HostConfig``.

    Go: reflect.Type.String
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        mark = arguments[1]
        return mark.name if isinstance(mark, (GoInt, GoName)) else "[]string"
    if origin in (Union, UnionType):
        (inner,) = [argument for argument in arguments if argument is not NoneType]
        return go_name(inner)
    if origin is list:
        return "[]" + _element_name(arguments[0])
    if origin is dict:
        return f"map[{go_name(arguments[0])}]{_element_name(arguments[1])}"
    if hint in (str, int, bool):
        return "string" if hint is str else str(hint.__name__)
    if hint is Any:
        return "interface {}"
    return str(getattr(hint, "GO_NAME", f"{hint.__module__.split('.')[-2]}.{hint.__name__}"))


def _element_name(hint: Any) -> str:
    """Return the name of a type inside a list or map, where a pointer shows its star."""
    if _is_empty_struct(hint):
        return "struct {}"
    pointer = get_origin(hint) in (Union, UnionType) and get_origin(get_args(hint)[0]) is None
    return ("*" if pointer else "") + go_name(hint)
