"""Values turned to text, at once, without running any code of the value.

No `__repr__` of the engine is called: it could be slow, fail, or change something.
"""

from __future__ import annotations

import dataclasses
import enum
import os
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from types import FunctionType, MethodType
from typing import Any

MAX_TEXT = 4000  # what a trace keeps; a view shows less
_MAX_ITEMS = 50
_MAX_STRING = 2000
_MAX_DEPTH = 3
_MAY_BE_EMPTY = (str, bytes, int, list, dict)
_MANY_FIELDS = 8  # what has more, and a name of its own, is told by its name
_HEX_DIGITS = 64
_MANY_DIGITS = re.compile(rf"[0-9a-f]{{{_HEX_DIGITS},}}")
_SECRETS = ("password", "secret", "token", "auth", "registry_auth", "credential")
_LABELS = ("id", "name", "_name", "root", "path", "computed_id")
_MODES = ("mode", "perm")  # arguments that people read in octal
HIDDEN = "(hidden)"


def short_ids(text: str) -> str:
    """Cut each 64-digit ID or digest in `text` to its first 12 digits."""
    return _MANY_DIGITS.sub(_short, text) if len(text) >= _HEX_DIGITS else text


def _short(found: re.Match[str]) -> str:
    digits = found[0]
    return digits if len(digits) > _HEX_DIGITS else f"{digits[:12]}…"


@lru_cache(maxsize=1024)
def is_secret(name: str) -> bool:
    """Tell whether something called `name` may not be shown, as a password."""
    plain = name.lower().replace("-", "_").strip("_")
    return any(plain == word or plain.endswith("_" + word) for word in _SECRETS) or (
        plain in {"identitytoken", "registrytoken", "authconfig"}
    )


def describe(value: object, *, name: str = "") -> str:
    """Return `value` as one line of text."""
    if value is None:
        return "None"
    if name:
        if is_secret(name) and value:
            return HIDDEN
        if name in _MODES and type(value) is int:
            return f"{value:04o}"
    return cut(_describe(value, 0), MAX_TEXT)


def cut(text: str, length: int) -> str:
    """Return `text` with at most `length` characters."""
    return text if len(text) <= length else text[: length - 1].removesuffix("…") + "…"


def _describe(value: object, depth: int) -> str:
    kind: Any = type(value)
    return _way(kind)(value, depth)


_Way = Callable[[Any, int], str]


@cache
def _way(kind: type) -> _Way:
    """Return what describes the values of a type; looked for once a type."""
    if issubclass(kind, enum.Enum) and not issubclass(kind, str):
        return lambda value, depth: str(value.name)
    if issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _named_tuple
    for bases, way in _WAYS:
        if issubclass(kind, bases):
            return way
    if dataclasses.is_dataclass(kind):
        return _dataclass_way(kind)
    return lambda value, depth: _thing(value)


def _error(value: BaseException, depth: int) -> str:
    return f"{type(value).__name__}: {_string(str(value))}"


def _named_tuple(value: Any, depth: int) -> str:
    held = zip(type(value)._fields, tuple(value), strict=True)
    pairs = [f"{key}={_describe(item, depth + 1)}" for key, item in held]
    return f"{type(value).__name__}({_joined(pairs, len(value))})"


def _several(value: Sequence[object], depth: int) -> str:
    ends = {list: "[]", tuple: "()"}.get(type(value), "{}")
    items = _joined([_describe(item, depth + 1) for item in islice(value, _MAX_ITEMS)], len(value))
    return ends[0] + items + ends[1]


def _function(value: Any, depth: int) -> str:
    return str(value.__qualname__).rpartition("<locals>.")[2] + "()"


def _text(value: str, depth: int) -> str:
    return _string(str.__str__(value))


def _string(text: str) -> str:
    if len(text) < _HEX_DIGITS:
        return repr(text)
    text = short_ids(text)
    if len(text) > _MAX_STRING:
        text = text[: _MAX_STRING - 1] + "…"
    return repr(text)


def _joined(texts: list[str], count: int) -> str:
    """Join the first texts of `count`."""
    shown = texts[:_MAX_ITEMS]
    if count > len(shown):
        shown.append(f"… {count - len(shown)} more")
    return ", ".join(shown)


def _mapping(value: Mapping[object, object], depth: int) -> str:
    if depth >= _MAX_DEPTH:
        return f"{{{len(value)} entries}}" if value else "{}"
    pairs = [_pair(key, item, depth) for key, item in islice(value.items(), _MAX_ITEMS)]
    return "{" + _joined(pairs, len(value)) + "}"


def _pair(key: object, item: object, depth: int) -> str:
    hidden = isinstance(key, str) and is_secret(key) and item
    return f"{_describe(key, depth + 1)}: {HIDDEN if hidden else _describe(item, depth + 1)}"


def _dataclass_way(kind: Any) -> _Way:
    """Return what describes values of a dataclass: by the fields that hold something."""
    fields = dataclasses.fields(kind)
    shown = [(field.name, is_secret(field.name)) for field in fields if field.repr]
    is_long = len(fields) > _MANY_FIELDS

    def way(value: object, depth: int) -> str:
        if depth >= _MAX_DEPTH or ((depth > 0 or is_long) and _label(value)):
            return _thing(value)
        pairs = []
        for name, is_hidden in shown:
            item = _field(value, name)
            if item is None or _is_empty(item):
                continue
            pairs.append(f"{name}={HIDDEN if is_hidden else _describe(item, depth + 1)}")
        return f"{kind.__name__}({_joined(pairs, len(pairs))})"

    return way


def _is_empty(value: object) -> bool:
    return isinstance(value, _MAY_BE_EMPTY) and not value


def _field(value: object, name: str) -> object:
    try:
        return _get(value, name)
    except AttributeError:
        return None


_get = object.__getattribute__


def _label(value: object) -> str:
    """What a thing is called by its own plain `id`, `name` or the like, if it has one."""
    kind: Any = type(value)
    for name in _label_names(kind):
        held = _field(value, name)
        if isinstance(held, str) and held:
            return short_ids(held.lstrip("/") if name == "name" else held)
    return ""


@cache
def _label_names(kind: Any) -> tuple[str, ...]:
    """Return the names by which things of a type may be called.

    The variables of a dataclass are known. Other things may have any.
    """
    if not dataclasses.is_dataclass(kind):
        return _LABELS
    fields = {field.name for field in dataclasses.fields(kind)}
    return tuple(name for name in _LABELS if name in fields or hasattr(kind, name))


def _thing(value: object) -> str:
    if isinstance(value, type):
        return value.__name__
    label = _label(value)
    return f"<{type(value).__name__} {label}>" if label else f"<{type(value).__name__}>"


# Of the types that a value may have, the first one that fits.
_WAYS: tuple[tuple[type | tuple[type, ...], _Way], ...] = (
    ((type(None), bool), lambda value, depth: repr(value)),
    (int, lambda value, depth: int.__repr__(value)),
    (float, lambda value, depth: float.__repr__(value)),
    (str, _text),
    ((bytes, bytearray, memoryview), lambda value, depth: f"<{len(value)} bytes>"),
    (BaseException, _error),
    (os.PathLike, lambda value, depth: _string(os.fspath(value))),
    (dict, _mapping),
    ((list, tuple, set, frozenset), _several),
    ((FunctionType, MethodType), _function),
)
