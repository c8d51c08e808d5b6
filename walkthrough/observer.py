"""Tells when chosen functions start, return and raise.

The functions know nothing of it: each gets other code for a while (see substitute.py). A listener
may also have a function fail: the error is then raised in the function's place, as if its first
line had.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any, Protocol, Self

from walkthrough.quiet import here
from walkthrough.substitute import substitute
from walkthrough.trap import Trap


class Listener(Protocol):
    """Whom the observer tells.

    It may read values and the frame, which has the arguments; a frame may be kept while it runs.
    """

    def started(self, function: FunctionType, frame: FrameType) -> None:
        """A chosen function begins."""

    def returned(self, function: FunctionType, value: object) -> None:
        """A chosen function is over."""

    def raised(self, function: FunctionType, error: BaseException) -> None:
        """A chosen function fails."""


_originals: dict[FunctionType, CodeType] = {}  # of the functions that are being watched


def function_of(function: Callable[..., object]) -> FunctionType:
    """Return the function that runs when `function` is called, below all decorators.

    Raises:
        TypeError: `function` is not written in Python.
    """
    inner: Any = function
    while True:
        below = getattr(inner, "__wrapped__", None) or getattr(inner, "__func__", None)
        if below is None:
            break
        inner = below
    if isinstance(inner, property):
        inner = inner.fget
    if not isinstance(inner, FunctionType):
        raise TypeError(f"{function!r} has no Python code to watch")
    return inner


def code_of(function: Callable[..., object]) -> CodeType:
    """Return the code of a function, below all decorators, watched or not.

    Raises:
        TypeError: `function` is not written in Python.
    """
    inner = function_of(function)
    return _originals.get(inner, inner.__code__)


def frame_of(function: FunctionType) -> FrameType:
    """Return the frame of the watched function that begins or ends right now, in this thread."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code is not function.__code__:
        frame = frame.f_back
    assert frame is not None
    return frame


class Observer:
    """Watches `functions` in all threads while the `with` block runs, and tells `listener`.

    Watching must not alter what is watched: an error of the listener is kept in `failure`,
    and from then on nothing more is told.
    """

    def __init__(self, functions: Iterable[Callable[..., object]], listener: Listener) -> None:
        self.failure: Exception | None = None
        self._functions = {function_of(function) for function in functions}
        self._listener = listener
        self._errors: dict[int, BaseException] = {}  # that a thread's function is to raise
        self._substitutes: set[int] = set()  # the ids of their codes

    def __enter__(self) -> Self:
        if _originals:
            raise RuntimeError("functions are watched already")
        codes = {function: substitute(function, self) for function in self._functions}
        self._substitutes.update(map(id, codes.values()))
        for function, code in codes.items():
            _originals[function] = function.__code__
            function.__code__ = code
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._substitutes.clear()
        for function in self._functions:
            function.__code__ = _originals.pop(function)

    # What the substitutes tell.

    def starts(self, function: FunctionType) -> None:
        """A function begins; raise what it is to raise, if anything."""
        if not self._substitutes:
            return
        self._hear(self._listener.started, function, sys._getframe(1))
        error = self._errors.pop(threading.get_ident(), None) if self._errors else None
        if error is not None:
            self._hear(self._listener.raised, function, error)
            raise error

    def returns(self, function: FunctionType, value: object) -> None:
        """A function is over."""
        if self._substitutes:  # else the watching is over, and it ran on
            self._hear(self._listener.returned, function, value)

    def raises(self, function: FunctionType, error: BaseException) -> None:
        """A function fails."""
        if self._substitutes:
            self._hear(self._listener.raised, function, error)

    # What a listener may ask for.

    def fail(self, error: BaseException) -> None:
        """Raise `error` in the function that begins; to be called from `started` alone."""
        self._errors[threading.get_ident()] = error

    def fail_after(
        self, frame: FrameType, error: BaseException, where: Callable[[FrameType], bool]
    ) -> None:
        """Raise `error` where the caller of `frame` goes on; to be called from `returned` alone.

        That is at the start of the next function that the caller calls, of those where `where`
        says yes. If it ends without, its own caller is waited for.
        """
        Trap(frame.f_back, where, lambda begun: self._strike(begun, error)).set()

    def _strike(self, frame: FrameType, error: BaseException) -> None:
        """Raise `error` in a function that begins; one that is watched is told first."""
        if id(frame.f_code) not in self._substitutes:
            raise error
        self.fail(error)

    def tell(self, what: str, *args: object) -> None:
        """Call the listener's method `what`; its errors end here, and so does the telling."""
        self._hear(getattr(self._listener, what), *args)

    def _hear(self, told: Callable[..., None], *args: object) -> None:
        if here.telling or self.failure is not None:
            return
        here.telling = True
        try:
            told(*args)
        except Exception as error:
            self.failure = error
        finally:
            here.telling = False
