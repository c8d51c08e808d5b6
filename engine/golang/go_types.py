"""The names that Go's messages give to types.

Go: reflect/type.go
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from engine.golang.struct_tags import GoInt, GoName


def is_empty_struct(hint: Any) -> bool:
    """Say whether ``hint`` is how a struct without fields is written here."""
    return get_origin(hint) is dict and get_args(hint)[1] is Any


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
        return "[]" + element_name(arguments[0])
    if origin is dict:
        return f"map[{go_name(arguments[0])}]{element_name(arguments[1])}"
    if hint in (str, int, bool):
        return "string" if hint is str else str(hint.__name__)
    if hint is Any:
        return "interface {}"
    return str(getattr(hint, "GO_NAME", f"{hint.__module__.split('.')[-2]}.{hint.__name__}"))


def element_name(hint: Any) -> str:
    """Return the name of a type inside a list or map, where a pointer shows its star."""
    if is_empty_struct(hint):
        return "struct {}"
    pointer = get_origin(hint) in (Union, UnionType) and get_origin(get_args(hint)[0]) is None
    return ("*" if pointer else "") + go_name(hint)
