"""A closer look at one step: all its arguments, and its source in Python."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from walkthrough.values import describe, is_secret

ROOT = Path(__file__).resolve().parents[1]
_MAX_FIELDS = 40


def arguments(frame: FrameType) -> Iterator[str]:
    """Yield the function's arguments as they are now; a thing with fields is opened once."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount
    flags = (code.co_flags & 0x04, code.co_flags & 0x08)  # *args, **kwargs
    for name in code.co_varnames[: count + sum(map(bool, flags))]:
        if name in frame.f_locals:
            yield from _told(name, frame.f_locals[name])


def _told(name: str, value: object) -> Iterator[str]:
    yield f"{name} = {describe(value, name=name)}"
    if is_secret(name):
        return
    if isinstance(value, dict):
        inside = [(f"[{key!r}]", str(key), item) for key, item in value.items()]
    else:
        inside = [(f".{field}", field, item) for field, item in _fields(value)]
    for shown, plain, item in inside[:_MAX_FIELDS]:
        yield f"  {shown} = {describe(item, name=plain)}"
    if len(inside) > _MAX_FIELDS:
        yield f"  … {len(inside) - _MAX_FIELDS} more"


def _fields(value: object) -> list[tuple[str, object]]:
    """Return the fields of a thing of the project that hold something; no property is asked."""
    if not type(value).__module__.startswith(("engine.", "cli.")):
        return []
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value)]
    else:
        names = list(getattr(value, "__dict__", {}))
    held = []
    for name in names:
        try:
            item = object.__getattribute__(value, name)
        except AttributeError:
            continue
        if not _is_empty(item):
            held.append((name, item))
    return held


def _is_empty(item: object) -> bool:
    plain = type(item) in (str, int, bool, list, dict, tuple, type(None))
    return plain and not item


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """The text of one function, and where it stands."""

    path: str
    first: int
    text: str


def source(module: str, line: int) -> Source | None:
    """Return the function of `module` that begins at `line`, decorators included."""
    path = Path(*module.split(".")).with_suffix(".py")
    try:
        whole = (ROOT / path).read_text(encoding="utf-8")
    except OSError:
        return None
    for node in ast.walk(ast.parse(whole)):
        if not isinstance(node, ast.FunctionDef):
            continue
        first = min([node.lineno, *(item.lineno for item in node.decorator_list)])
        if first <= line <= (node.body[0].lineno if node.body else node.lineno):
            lines = whole.splitlines()[first - 1 : node.end_lineno]
            return Source(str(path), first, "\n".join(lines))
    return None
