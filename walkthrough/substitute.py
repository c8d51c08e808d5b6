"""Code that stands in for a function's own while it is watched: it says when that starts and ends.

Only `__code__` is exchanged. So the function stays the same object wherever it was imported to,
with its name, parameters and defaults; and as many as nobody watches cost nothing. What the
substitute calls are constants in its code, because it cannot have variables around it.
"""

from __future__ import annotations

import inspect
import warnings
from functools import cache
from types import CodeType, FunctionType
from typing import Any, NamedTuple, Protocol


class Hears(Protocol):
    """Whom a substitute tells; called in the frame that has the function's arguments."""

    def starts(self, function: FunctionType) -> None:
        """The function begins; what is raised here is raised in its place."""

    def returns(self, function: FunctionType, value: object) -> None:
        """It returned."""

    def raises(self, function: FunctionType, error: BaseException) -> None:
        """It failed."""


class _Shape(NamedTuple):
    """What a function takes, without names."""

    positional: int
    positional_only: int
    keywords: int
    has_more: bool  # *args
    has_more_keywords: bool  # **kwargs
    generates: bool
    around: int  # variables of the functions around it, `__class__` for one


_STARTS, _RETURNS, _RAISES, _ORIGINAL, _FUNCTION = (f"<{number}>" for number in range(5))
_BODY = f"""
    {_STARTS!r}({_FUNCTION!r})
    try:
        _value = {{wait}}{_ORIGINAL!r}({{given}})
    except BaseException as _error:
        {_RAISES!r}({_FUNCTION!r}, _error)
        raise
    {_RETURNS!r}({_FUNCTION!r}, _value)
    return _value
"""


def substitute(function: FunctionType, hears: Hears) -> CodeType:
    """Return code that does what `function` does now, and tells `hears`."""
    code = function.__code__
    shape = _shape(code)
    template = _template(shape)
    names = code.co_varnames[: len(_names(shape))]
    constants: dict[object, object] = {
        _STARTS: hears.starts,
        _RETURNS: hears.returns,
        _RAISES: hears.raises,
        _ORIGINAL: _copy(function),
        _FUNCTION: function,
        **dict(zip(_names(shape), names, strict=True)),
    }
    return template.replace(
        co_consts=tuple(_replaced(const, constants) for const in template.co_consts),
        co_varnames=(*names, *template.co_varnames[len(names) :]),
        co_freevars=code.co_freevars,  # as many as before, or they could not be exchanged
        co_filename=code.co_filename,
        co_firstlineno=code.co_firstlineno,
        co_name=code.co_name,
        co_qualname=code.co_qualname,
    )


def _replaced(const: object, constants: dict[object, object]) -> object:
    if isinstance(const, tuple):  # names of arguments that are given by name
        return tuple(constants.get(name, name) for name in const)
    return constants.get(const, const)


def _copy(function: FunctionType) -> FunctionType:
    """Return a function that does what this one does now; its defaults are in the arguments."""
    return FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        closure=function.__closure__,
    )


def _shape(code: CodeType) -> _Shape:
    return _Shape(
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        bool(code.co_flags & inspect.CO_VARARGS),
        bool(code.co_flags & inspect.CO_VARKEYWORDS),
        bool(code.co_flags & inspect.CO_GENERATOR),
        len(code.co_freevars),
    )


def _names(shape: _Shape) -> list[str]:
    """Return names for all parameters, in the order of `co_varnames`."""
    named = shape.positional + shape.keywords
    more = shape.has_more + shape.has_more_keywords
    return [f"_{number}" for number in range(named + more)]


@cache
def _template(shape: _Shape) -> CodeType:
    """Return the code of a substitute; one will do for all functions that take as much."""
    names = _names(shape)
    positional = names[: shape.positional]
    keywords = names[shape.positional : shape.positional + shape.keywords]
    rest = names[shape.positional + shape.keywords :]
    stars = [f"*{rest[0]}"] if shape.has_more else []
    double_stars = [f"**{rest[-1]}"] if shape.has_more_keywords else []
    slash = ["/"] if shape.positional_only else []
    taken = [*positional[: shape.positional_only], *slash, *positional[shape.positional_only :]]
    star = stars or (["*"] if keywords else [])
    given = [*positional, *stars, *(f"{name}={name}" for name in keywords), *double_stars]
    text = f"def _({', '.join([*taken, *star, *keywords, *double_stars])}):" + _BODY.format(
        wait="yield from " if shape.generates else "", given=", ".join(given)
    )
    held: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # texts are called: until they are replaced
        exec(_with_variables_around(text, shape.around), held)
    code: CodeType = held["_"].__code__
    return code


def _with_variables_around(text: str, count: int) -> str:
    """Return the text of a function that has variables around it, which it does not use.

    Without them its code would not fetch those of the function that it stands in for, and who looks
    at the variables of its frame would crash Python.
    """
    if not count:
        return text
    names = [f"_around{number}" for number in range(count)]
    head, _, body = text.partition("\n")
    lines = [head, f"    if 0: {', '.join(names)}", *body.split("\n"), "return _"]
    inner = "\n".join(f"    {line}" for line in lines)
    return f"def _around():\n    {' = '.join(names)} = None\n{inner}\n_ = _around()\n"
