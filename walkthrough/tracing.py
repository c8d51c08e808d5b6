"""How the observer watches on CPython 3.11: by a trace function that looks at every call."""

from __future__ import annotations

import opcode
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from walkthrough.observer import Observer

_RETURN_VALUE = opcode.opmap["RETURN_VALUE"]


class Tracing:
    """A trace function for every thread that starts from now on, and this one."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._trap = observer.trap
        self._places: dict[int, set[str]] = {}  # first line of a watched function -> files
        self._open: dict[int, BaseException | None] = {}  # frame -> error on its way, if any
        self._before: Any = None
        self._stopped = False

    def start(self) -> None:
        """Begin to tell."""
        self._stopped = False
        self._open.clear()
        for code in self._observer.codes:
            self._places.setdefault(code.co_firstlineno, set()).add(code.co_filename)
        self._before = sys.gettrace()
        threading.settrace(self._first_call)
        sys.settrace(self._call)

    def stop(self) -> None:
        """Tell nothing any more."""
        sys.settrace(self._before)
        threading.settrace(self._before)
        self._stopped = True  # for the threads that still run

    def join(self) -> None:
        """Tell of this thread, too, which ran already when the telling began."""
        sys.settrace(self._call)

    def leave(self) -> None:
        """Tell of this thread no more."""
        sys.settrace(None)

    def _first_call(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        """Decide about a thread that begins."""
        if not self._observer.wanted():
            sys.settrace(None)
            return None
        sys.settrace(self._call)
        return self._call(frame, event, arg)

    def _call(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        """Look at a call. There are very many, and most are to be left alone at once.

        To ask for a frame's code, or for an `id`, is an audit event: that costs more than to look
        where the call begins.
        """
        if frame.f_globals.get("__file__") in self._places.get(frame.f_lineno, ()):
            return self._begins(frame)
        if self._trap.is_set:
            self._spring(frame)
        elif self._stopped:
            sys.settrace(None)
        return None

    def _begins(self, frame: FrameType) -> Callable[..., Any] | None:
        if self._stopped:
            sys.settrace(None)
            return None
        if not self._observer.watches(frame.f_code):
            if self._trap.is_set:
                self._spring(frame)
            return None
        frame.f_trace_lines = False
        goes_on = id(frame) in self._open  # a generator, after a yield
        self._open[id(frame)] = None
        if not goes_on:
            self._observer.tell("started", frame)
        if self._trap.is_set:
            self._spring(frame)
        return self._inside

    def _spring(self, frame: FrameType) -> None:
        """Raise what is to be raised in `frame`.

        A trace function that raises is not called any more. A profile function is called next
        and may raise in its place; it is there for this alone.
        """
        error = self._trap.take(frame)
        if error is None:
            return

        def strike(begun: FrameType, event: str, arg: object) -> None:
            sys.setprofile(None)
            raise error

        sys.setprofile(strike)

    def look_out(self, frame: FrameType | None) -> None:
        """Hear of the end of `frame`, which is running already."""
        if frame is not None and frame.f_trace is None:
            frame.f_trace_lines = False
            frame.f_trace = self._above

    def _above(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        if event == "return":
            self._end(frame, well=frame.f_code.co_code[frame.f_lasti] == _RETURN_VALUE)
        return self._above

    def _end(self, frame: FrameType, *, well: bool) -> None:
        if self._trap.is_set and self._trap.left(frame, well=well):
            self.look_out(frame.f_back)

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
            self._end(frame, well=True)
        elif opcode.opname[last] != "YIELD_VALUE" or (value is None and error is not None):
            self._open.pop(id(frame), None)
            self._observer.tell("raised", frame, error or RuntimeError("unknown error"))
            self._end(frame, well=False)
