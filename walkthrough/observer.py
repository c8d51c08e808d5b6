"""Tells when chosen functions start, return and raise.

The functions know nothing of it: CPython itself is asked. From 3.12 on that is
`sys.monitoring`, which costs nothing for functions that were not chosen; on 3.11 it is
`sys.settrace`, which looks at every call but asks for no lines.

A listener may also have a function fail: the interpreter then raises the error in the function's
place, as if its first line had.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable
from types import CodeType, FrameType, TracebackType
from typing import Any, Protocol, Self

from walkthrough.monitoring import Monitoring
from walkthrough.tracing import Tracing
from walkthrough.trap import Trap


class Listener(Protocol):
    """Whom the observer tells. It may read frames and values, never keep them."""

    def started(self, frame: FrameType) -> None:
        """A chosen function begins; `frame` has its arguments."""

    def returned(self, frame: FrameType, value: object) -> None:
        """A chosen function is over."""

    def raised(self, frame: FrameType, error: BaseException) -> None:
        """A chosen function fails."""


def code_of(function: Callable[..., object]) -> CodeType:
    """Return the code that runs when `function` is called, below all decorators.

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
    code = getattr(inner, "__code__", None)
    if not isinstance(code, CodeType):
        raise TypeError(f"{function!r} has no Python code to watch")
    return code


class _Thread(threading.local):
    busy = False  # with telling: what the listener does is not told


class Observer:
    """Watches `codes` in all threads while the `with` block runs, and tells `listener`.

    `wanted` may say, in a thread that begins, that the listener does not care for it.

    Watching must not alter what is watched: an error of the listener is kept in `failure`,
    and from then on nothing more is told.
    """

    def __init__(
        self,
        codes: Iterable[CodeType],
        listener: Listener,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self.failure: Exception | None = None
        self.wanted = wanted
        self._listener = listener
        # By identity: two functions with the same text have equal code objects.
        self._codes = {id(code): code for code in codes}
        self._thread = _Thread()
        self._trap = Trap()
        self._watch = Monitoring(self) if sys.version_info >= (3, 12) else Tracing(self)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._watch.stop()

    def join(self) -> None:
        """Watch this thread, too, if it has to be said."""
        self._watch.join()

    def leave(self) -> None:
        """Watch this thread no more, if it has to be said."""
        self._watch.leave()

    @property
    def codes(self) -> Iterable[CodeType]:
        """The code objects that are watched."""
        return self._codes.values()

    def watches(self, code: CodeType) -> bool:
        """Tell whether `code` is among the chosen ones."""
        return id(code) in self._codes

    @property
    def trap(self) -> Trap:
        """The failure to come, if there is one."""
        return self._trap

    def fail(self, error: BaseException) -> None:
        """Raise `error` in the function that begins; to be called from `started` alone."""
        self._trap.set(error, None, lambda frame: True)

    def fail_after(
        self, frame: FrameType, error: BaseException, where: Callable[[FrameType], bool]
    ) -> None:
        """Raise `error` where the caller of `frame` goes on; to be called from `returned` alone.

        That is at the start of the next function that the caller calls, of those where `where`
        says yes. If it ends without, its own caller is waited for.
        """
        self._trap.set(error, frame.f_back, where)
        self._watch.look_out(frame.f_back)

    def tell(self, what: str, *args: object) -> None:
        """Call the listener's method `what`; its errors end here, and so does the telling."""
        thread = self._thread
        if self.failure is not None or thread.busy:
            return
        thread.busy = True
        try:
            getattr(self._listener, what)(*args)
        except Exception as error:
            self.failure = error
        finally:
            thread.busy = False
