"""Go's structs: dataclasses that share their methods instead of compiling some for each class.

`dataclasses.dataclass` writes and compiles `__init__`, `__eq__` and `__repr__` for each class. That
takes half a millisecond, for the types of the API a fifth of all that a client's start takes.
What is made here behaves the same, to `dataclasses.fields` and `replace` too. That its `__init__`
goes through the fields costs microseconds, which counts only where objects come by the thousand.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any

__all__ = ["struct"]


@cache
def _plan(cls: Hashable) -> list[tuple[str, Any, Any, Any]]:
    """Return of each field the name, both kinds of default, and whether it has no position."""
    fields: tuple[Any, ...] = dataclasses.fields(cls)  # type: ignore[arg-type]
    return [(one.name, one.default, one.default_factory, one.kw_only) for one in fields]


def _init(self: Any, /, *args: Any, **values: Any) -> None:
    """Take the fields that are given, and for the others their default."""
    plan = _plan(type(self))  # type: ignore[arg-type]
    if args:
        names = [name for name, _, _, kw_only in plan if not kw_only]
        if len(args) > len(names):
            raise TypeError(f"{type(self).__name__} has {len(names)} positional fields")
        values.update(zip(names, args, strict=False))
    for name, value, factory, _ in plan:
        if name in values:
            setattr(self, name, values.pop(name))
        elif factory is not dataclasses.MISSING:
            setattr(self, name, factory())
        elif value is not dataclasses.MISSING:
            setattr(self, name, value)
        else:
            raise TypeError(f"{type(self).__name__} needs {name!r}")
    if values:
        raise TypeError(f"{type(self).__name__} has no field {next(iter(values))!r}")


def _equal(self: Any, other: Any) -> Any:
    """Compare field by field with another of the same class."""
    if type(other) is not type(self):
        return NotImplemented
    names = [field.name for field in dataclasses.fields(self)]
    return all(getattr(self, name) == getattr(other, name) for name in names)


def _show(self: Any) -> str:
    """Show the fields."""
    shown = [field.name for field in dataclasses.fields(self) if field.repr]
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({values})"


if TYPE_CHECKING:
    # To a type checker it is a dataclass like any other.
    from dataclasses import dataclass as struct
else:

    def struct(*, slots: bool = False, kw_only: bool = False) -> Any:
        """Return a decorator that makes a dataclass; both choices are `dataclass`'s own."""

        def decorate(cls: type) -> type:
            methods = {"__init__": _init, "__eq__": _equal, "__repr__": _show}
            for name, method in methods.items():
                if name not in vars(cls):
                    setattr(cls, name, method)
            # What can change has no hash.
            cls.__hash__ = None
            return dataclasses.dataclass(
                cls, init=False, eq=False, repr=False, slots=slots, kw_only=kw_only
            )

        return decorate
