"""Tells when chosen functions start, return and raise.

The functions know nothing of it: CPython itself is asked. From 3.12 on that is
`sys.monitoring`, which costs nothing for functions that were not chosen; on 3.11 it is
`sys.settrace`, which looks at every call but asks for no lines.
"""

from __future__ import annotations

import opcode
import sys
import threading
from collections.abc import Callable, Iterable
from types import CodeType, FrameType, TracebackType
from typing import Any, Protocol, Self

_RETURN_VALUE = opcode.opmap["RETURN_VALUE"]
_TOOL_NAME = "walkthrough"
_FREE_TOOL_IDS = (4, 3)  # those that sys.monitoring leaves without a fixed purpose


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


class Observer:
    """Watches `codes` in all threads while the `with` block runs, and tells `listener`.

    Watching must not alter what is watched: an error of the listener is kept in `failure`,
    and from then on nothing more is told.
    """

    def __init__(self, codes: Iterable[CodeType], listener: Listener) -> None:
        self.failure: Exception | None = None
        self._listener = listener
        # By identity: two functions with the same text have equal code objects.
        self._codes = {id(code): code for code in codes}
        self._busy = threading.local()
        self._watch = _Monitoring(self) if sys.version_info >= (3, 12) else _Tracing(self)

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

    @property
    def codes(self) -> Iterable[CodeType]:
        """The code objects that are watched."""
        return self._codes.values()

    def watches(self, code: CodeType) -> bool:
        """Tell whether `code` is among the chosen ones."""
        return id(code) in self._codes

    def tell(self, what: str, *args: object) -> None:
        """Call the listener's method `what`; its errors end here, and so does the telling."""
        if self.failure is not None or getattr(self._busy, "now", False):
            return
        self._busy.now = True
        try:
            getattr(self._listener, what)(*args)
        except Exception as error:
            self.failure = error
        finally:
            self._busy.now = False


class _Tracing:
    """CPython 3.11: a trace function for every thread that starts from now on, and this one."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._open: dict[int, BaseException | None] = {}  # frame -> error on its way, if any
        self._before: Any = None
        self._stopped = False

    def start(self) -> None:
        self._stopped = False
        self._before = sys.gettrace()
        threading.settrace(self._call)
        sys.settrace(self._call)

    def stop(self) -> None:
        sys.settrace(self._before)
        threading.settrace(self._before)
        self._stopped = True  # for the threads that still run

    def _call(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        if self._stopped or not self._observer.watches(frame.f_code):
            return None
        frame.f_trace_lines = False
        goes_on = id(frame) in self._open  # a generator, after a yield
        self._open[id(frame)] = None
        if not goes_on:
            self._observer.tell("started", frame)
        return self._inside

    def _inside(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        if event == "exception":
            self._open[id(frame)] = arg[1]
        elif event == "return":
            self._leave(frame, arg)
        return self._inside

    def _leave(self, frame: FrameType, value: object) -> None:
        """Tell a return from a raise: both come as `return`, the second always with None."""
        error = self._open.get(id(frame))
        last = frame.f_code.co_code[frame.f_lasti]
        if last == _RETURN_VALUE:
            self._open.pop(id(frame), None)
            self._observer.tell("returned", frame, value)
        elif opcode.opname[last] != "YIELD_VALUE" or (value is None and error is not None):
            self._open.pop(id(frame), None)
            self._observer.tell("raised", frame, error or RuntimeError("unknown error"))


class _Monitoring:
    """CPython 3.12 and later: events for the chosen code objects only."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._tool = -1

    if sys.version_info >= (3, 12):

        def start(self) -> None:
            monitoring, events = sys.monitoring, sys.monitoring.events
            self._tool = next(i for i in _FREE_TOOL_IDS if monitoring.get_tool(i) is None)
            monitoring.use_tool_id(self._tool, _TOOL_NAME)
            for event, callback in (
                (events.PY_START, self._started),
                (events.PY_RETURN, self._returned),
                (events.PY_UNWIND, self._unwound),
            ):
                monitoring.register_callback(self._tool, event, callback)
            for code in self._observer.codes:
                monitoring.set_local_events(self._tool, code, events.PY_START | events.PY_RETURN)
            # An unwinding frame cannot be asked for code by code.
            monitoring.set_events(self._tool, events.PY_UNWIND)

        def stop(self) -> None:
            monitoring = sys.monitoring
            monitoring.set_events(self._tool, 0)
            for code in self._observer.codes:
                monitoring.set_local_events(self._tool, code, 0)
            events = monitoring.events
            for event in (events.PY_START, events.PY_RETURN, events.PY_UNWIND):
                monitoring.register_callback(self._tool, event, None)
            monitoring.free_tool_id(self._tool)

        def _started(self, code: CodeType, offset: int) -> None:
            self._observer.tell("started", sys._getframe(1))

        def _returned(self, code: CodeType, offset: int, value: object) -> None:
            self._observer.tell("returned", sys._getframe(1), value)

        def _unwound(self, code: CodeType, offset: int, error: BaseException) -> None:
            if self._observer.watches(code):
                self._observer.tell("raised", sys._getframe(1), error)

    else:

        def start(self) -> None:
            raise RuntimeError("sys.monitoring came with CPython 3.12")

        def stop(self) -> None:
            return
