"""What Go's ``defer`` gives when it is used to take steps back on error.

A plain ``defer f()`` is a ``with`` block or ``contextlib.ExitStack.callback`` here. This module
holds the other half of the idiom: ``defer func() { if err != nil { … } }()``.

Go: the language, https://go.dev/ref/spec#Defer_statements
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import ParamSpec, Self

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")


class Undo:
    """Runs the registered steps, last in first out, only if the block raises.

    A step that fails itself is logged and never hides the first error, nor keeps the steps
    before it from running.
    """

    __slots__ = ("_steps",)

    def __init__(self) -> None:
        self._steps: list[tuple[Callable[..., object], tuple[object, ...], dict[str, object]]] = []

    def defer(self, step: Callable[_P, object], *args: _P.args, **kwargs: _P.kwargs) -> None:
        """Remember ``step``; call it right after the thing it takes away exists."""
        self._steps.append((step, args, kwargs))

    def dismiss(self) -> None:
        """Forget every step: what was made is now somebody else's to take away."""
        self._steps.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        while self._steps:
            try:
                take_back(*self._steps.pop())
            except Exception as failure:
                _log.error("failed to undo a step: %s", failure)


def take_back(
    step: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> None:
    """Run a step that was remembered."""
    step(*args, **kwargs)
