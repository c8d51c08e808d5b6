"""JSON to dataclasses: the decoding half of ``struct_tags``.

Go: encoding/json/decode.go
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from engine.golang.go_types import element_name, go_name, is_empty_struct
from engine.golang.json_scanner import quote_char
from engine.golang.json_tree import SPACE, pairs_of, parse
from engine.golang.json_values import (
    Decoder,
    Place,
    int_decoder,
    nullable,
    plain,
    str_decoder,
    untyped,
    whole,
)
from engine.golang.struct_tags import INT, KEY, Array, GoInt, JSONError, OrOneString, Tag

T = TypeVar("T")


def unmarshal(cls: type[T], data: bytes | str) -> T:
    """Read the whole of ``data`` as one ``cls``.

    Raises:
        JSONError: in Go's words.

    Go: json.Unmarshal
    """
    tree, rest = parse(data, "unexpected end of JSON input", "unexpected end of JSON input")
    rest = rest.lstrip(SPACE)
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
    tree, _ = parse(data, "EOF", "unexpected EOF")
    return _into(cls, tree)


def _into(cls: type[T], tree: Any) -> T:
    hint: Any = cls
    faults: list[str] = []
    value: T = _decoder(hint)(tree, Place("", ()), faults, _zero_of(hint)())
    if faults:
        raise JSONError(faults[0], value)
    return value


@cache
def _zero_of(hint: Any) -> Callable[[], Any]:
    """Return what makes the zero value of a type."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, mark = get_args(hint)
        return partial(_zeros, mark.size) if isinstance(mark, Array) else _zero_of(inner)
    if origin in (Union, UnionType) or hint is Any or origin in (list, dict):
        return _nil
    zero: Callable[[], Any] = hint
    return zero


def _nil() -> None:
    return None


def _zeros(size: int) -> list[int]:
    return [0] * size


@cache
def _decoder(hint: Any) -> Decoder:
    """Return the function that turns a parsed JSON value into what ``hint`` says."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated_decoder(arguments[0], arguments[1])
    if origin in (Union, UnionType):
        (inner,) = [argument for argument in arguments if argument is not NoneType]
        return nullable(_decoder(inner), _zero_of(inner))
    if origin is list:
        return _list_decoder(arguments[0])
    if origin is dict:
        return _dict_decoder(arguments[1], go_name(hint))
    if hint is bool:
        return plain(bool, "bool")
    if hint is int:
        return int_decoder(INT)
    if isinstance(hint, type) and issubclass(hint, str):
        return str_decoder(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _struct_decoder(hint)
    return lambda tree, _place, _faults, _old: untyped(tree)


def _annotated_decoder(hint: Any, mark: Any) -> Decoder:
    if isinstance(mark, GoInt):
        return int_decoder(mark)
    if isinstance(mark, Array):
        return _array_decoder(_decoder(get_args(hint)[0]), mark.size)
    if isinstance(mark, OrOneString):
        return _str_slice
    return _dict_decoder(get_args(hint)[1], mark.name)


def _list_decoder(element: Any) -> Decoder:
    inner, zero = _decoder(element), _zero_of(element)

    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return None
        if type(tree) is not list:
            faults.append(place.refuse(tree, "[]" + element_name(element)))
            return old
        # A list that stands twice is filled anew from its beginning, over what is there.
        before = old or ()
        return [
            inner(item, place, faults, before[at] if at < len(before) else zero())
            for at, item in enumerate(tree)
        ]

    return read


def _array_decoder(inner: Decoder, size: int) -> Decoder:
    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return old
        if type(tree) is not list:
            faults.append(place.refuse(tree, f"[{size}]uint"))
            return old
        pairs = zip(tree[:size], old, strict=False)
        values = [inner(item, place, faults, before) for item, before in pairs]
        return values + [0] * (size - len(values))

    return read


def _dict_decoder(element: Any, go_type: str) -> Decoder:
    inner = _empty_struct if is_empty_struct(element) else _decoder(element)
    zero = _zero_of(element)

    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return None
        if not isinstance(tree, dict):
            faults.append(place.refuse(tree, go_type))
            return old
        out = {} if old is None else old
        for key, item in pairs_of(tree):
            out[whole(key)] = inner(item, place, faults, zero())
        return out

    return read


def _empty_struct(tree: Any, place: Place, faults: list[str], _old: Any) -> Any:
    if tree is not None and not isinstance(tree, dict):
        faults.append(place.refuse(tree, "struct {}"))
    return {}


def _str_slice(tree: Any, place: Place, _faults: list[str], _old: Any) -> Any:
    """Read a list of strings, or one string for a list of one.

    Raises:
        JSONError: it is neither; that ends the decoding at once, unlike other types that do not
            fit, and so is told instead of any that came before.

    Go: api/types/strslice/strslice.go StrSlice.UnmarshalJSON
    """
    if tree is None:
        return None
    # A list that is none of strings is refused as a whole, for it is no string either.
    unfit: list[str] = []
    if type(tree) is list:
        words = _list_decoder(str)(tree, place, unfit, None)
        if not unfit:
            return words
    if type(tree) is str:
        return [whole(tree)]
    raise JSONError(place.refuse(tree, "string"))


class _Target(NamedTuple):
    """Where a JSON key goes: the attribute, or the attribute of an embedded struct."""

    attribute: str
    read: Decoder
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


def _struct_decoder(cls: type) -> Decoder:
    go_type = go_name(cls)
    bare_name = getattr(cls, "GO_NAME", cls.__name__).rsplit(".", 1)[-1]

    def read(tree: Any, place: Place, faults: list[str], old: Any) -> Any:
        if tree is None:
            return old
        if not isinstance(tree, dict):
            faults.append(place.refuse(tree, go_type))
            return old
        targets = _targets(cls)
        for key, item in pairs_of(tree):
            target = targets.get(_fold(whole(key)))
            if target is None:
                continue
            owner = _owner(old, target.owner)
            there = Place(bare_name, (*place.path, target.key))
            before = getattr(owner, target.attribute)
            setattr(owner, target.attribute, target.read(item, there, faults, before))
        return old

    return read


def _owner(value: Any, name: str) -> Any:
    """Return the struct that has the field: ``value`` or, made if need be, one embedded in it."""
    if not name:
        return value
    owner = getattr(value, name)
    if owner is None:
        cls: Any = type(value)
        owner = _struct_in(_hints(cls)[name])()
        setattr(value, name, owner)
    return owner


def _fold(key: str) -> str:
    """Return a key in the form that is alike for all that Go takes for the same.

    Go: foldFunc
    """
    return key.lower().replace("\u017f", "s")
