"""Values turned to short text, at once, without running any code of the value.

No `__repr__` of the engine is called: it could be slow, fail, or change something.
"""

from __future__ import annotations

import dataclasses
import enum
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from types import FunctionType, MethodType

MAX_TEXT = 120
_MAX_ITEMS = 6
_MAX_STRING = 90
_MAX_DEPTH = 3
_MANY_FIELDS = 8  # what has more, and a name of its own, is told by its name
_HEX_ID = re.compile(r"(?<![0-9a-f])([0-9a-f]{12})[0-9a-f]{52}(?![0-9a-f])")
_SECRETS = ("password", "secret", "token", "auth", "registry_auth", "credential")
_MODES = ("mode", "perm")  # arguments that people read in octal
HIDDEN = "(hidden)"


def short_ids(text: str) -> str:
    """Cut each 64-digit ID or digest in `text` to its first 12 digits."""
    return _HEX_ID.sub("\\1…", text)


def is_secret(name: str) -> bool:
    """Tell whether something called `name` may not be shown, as a password."""
    plain = name.lower().replace("-", "_").strip("_")
    return any(plain == word or plain.endswith("_" + word) for word in _SECRETS) or (
        plain in {"identitytoken", "registrytoken", "authconfig"}
    )


def describe(value: object, *, name: str = "") -> str:
    """Return `value` as one short line of text."""
    if is_secret(name) and value:
        return HIDDEN
    if name in _MODES and type(value) is int:
        return f"{value:04o}"
    text = short_ids(_describe(value, 0))
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _describe(value: object, depth: int) -> str:
    if value is None or type(value) in (bool, int, float):
        return repr(value)
    if isinstance(value, int | float) and not isinstance(value, enum.Enum):
        return float.__repr__(value) if isinstance(value, float) else int.__repr__(value)
    if isinstance(value, str):
        return _string(str.__str__(value))
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {_string(str(value))}"
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, os.PathLike):
        return _string(os.fspath(value))
    return _composite(value, depth)


def _composite(value: object, depth: int) -> str:
    if isinstance(value, dict):
        return _mapping(value, depth)
    names: Sequence[str] = getattr(type(value), "_fields", ())
    if isinstance(value, tuple) and names:
        held = zip(names, tuple(value), strict=True)
        pairs = (f"{key}={_describe(item, depth + 1)}" for key, item in held)
        return f"{type(value).__name__}({_joined(pairs, len(names))})"
    if isinstance(value, list | tuple | set | frozenset):
        ends = {list: "[]", tuple: "()"}.get(type(value), "{}")
        items = _joined((_describe(item, depth + 1) for item in value), len(value))
        return ends[0] + items + ends[1]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _dataclass(value, depth)
    if isinstance(value, FunctionType | MethodType):
        return value.__qualname__.rpartition("<locals>.")[2] + "()"
    return _thing(value)


def _string(text: str) -> str:
    text = short_ids(text)
    if len(text) > _MAX_STRING:
        text = text[: _MAX_STRING - 1] + "…"
    return repr(text)


def _joined(texts: Iterable[str], count: int) -> str:
    shown = [text for text, _ in zip(texts, range(_MAX_ITEMS), strict=False)]
    if count > len(shown):
        shown.append(f"… {count - len(shown)} more")
    return ", ".join(shown)


def _mapping(value: Mapping[object, object], depth: int) -> str:
    if depth >= _MAX_DEPTH:
        return f"{{{len(value)} entries}}" if value else "{}"
    pairs = (_pair(key, item, depth) for key, item in value.items())
    return "{" + _joined(pairs, len(value)) + "}"


def _pair(key: object, item: object, depth: int) -> str:
    hidden = isinstance(key, str) and is_secret(key) and item
    return f"{_describe(key, depth + 1)}: {HIDDEN if hidden else _describe(item, depth + 1)}"


def _dataclass(value: object, depth: int) -> str:
    """A dataclass shows the fields that hold something."""
    name = type(value).__name__
    fields = dataclasses.fields(value)  # type: ignore[arg-type]
    held = [(f.name, _field(value, f.name)) for f in fields if f.repr]
    held = [(key, item) for key, item in held if not _is_empty(item)]
    if depth >= _MAX_DEPTH or ((depth > 0 or len(fields) > _MANY_FIELDS) and _label(value)):
        return _thing(value)
    pairs = (
        f"{key}={HIDDEN if is_secret(key) else _describe(item, depth + 1)}" for key, item in held
    )
    return f"{name}({_joined(pairs, len(held))})"


def _is_empty(item: object) -> bool:
    empty_text_or_number = isinstance(item, str | bytes | int) and not item
    return item is None or empty_text_or_number or (isinstance(item, list | dict) and not item)


def _field(value: object, name: str) -> object:
    try:
        return object.__getattribute__(value, name)
    except AttributeError:
        return None


def _label(value: object) -> str:
    """What a thing is called by its own plain `id` or `name`, if it has one."""
    for name in ("id", "name", "_name", "root", "path"):
        held = _field(value, name)
        if isinstance(held, str) and held:
            return short_ids(held.lstrip("/") if name == "name" else held)
    return ""


def _thing(value: object) -> str:
    if isinstance(value, type):
        return value.__name__
    label = _label(value)
    return f"<{type(value).__name__} {label}>" if label else f"<{type(value).__name__}>"
