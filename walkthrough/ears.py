"""What hears of a run and makes a story of it: effects, wire and narrator put together.

It is told by an observer and by the audit hook. A `Story` has both for itself; in an engine that
answers several clients at once, each request that is told has ears of its own.
"""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from types import FrameType, FunctionType
from typing import Any

from engine.client import transport
from engine.golang import defer, http_response
from engine.vendor.golang.x.sys import files
from walkthrough import audit, undoing
from walkthrough.audit_events import READERS
from walkthrough.effects import Effect, Effects
from walkthrough.exchange import Tap
from walkthrough.lesson import Lesson
from walkthrough.narrator import Narrator
from walkthrough.observer import frame_of, function_of
from walkthrough.step import Step, Teller
from walkthrough.story_clock import StoryClock

# Our client reads answers with the first two; towards registries it is the standard library.
_ANSWERS = (
    http_response.read_response,
    http_response.Response.read,
    http.client.HTTPResponse.begin,
    http.client.HTTPResponse.read,
)
_OTHERS = (
    transport.Connection.send,
    threading.Thread.start,
    files.openat,
    files.mknodat,
    defer.take_back,
)
READS_A_HEAD = function_of(http_response.read_response)
_BEGIN = function_of(http.client.HTTPResponse.begin)
_ANSWERING = {function_of(function) for function in _ANSWERS}
_SEND, THREAD_START, _OPENAT, _MKNODAT, _TAKE_BACK = (function_of(one) for one in _OTHERS)

_HTTP_SEND = "http.client.send"  # as registries are asked
AUDIT_EVENTS = (*READERS, _HTTP_SEND)


def functions(table: Mapping[FunctionType, Lesson]) -> Iterable[Callable[..., object]]:
    """Return what has to be watched to tell of the steps in `table`."""
    return [*table, *_ANSWERS, *_OTHERS]


class Ears:
    """Hears of the steps in `table`, below `data_root`, and tells them to `teller`.

    `root` is what stands around all, if something is to be known of it.
    """

    def __init__(
        self,
        table: Mapping[FunctionType, Lesson],
        data_root: str | None,
        teller: Teller,
        root: Step | None = None,
    ) -> None:
        clock = StoryClock(time.perf_counter)
        self._table = table
        self._effects = Effects(data_root, self._effect, clock)
        self.narrator = Narrator(table, teller, clock, settle=self._effects.settle, root=root)
        self._tap = Tap(self.narrator.exchange)

    @property
    def handlers(self) -> Mapping[str, audit.Handler]:
        """The audit events of interest, and who takes them."""
        return {**self._effects.handlers, _HTTP_SEND: self._sent}

    # What an observer tells.

    def started(self, function: FunctionType, frame: FrameType) -> None:
        """A watched function begins."""
        if function in self._table:
            self.narrator.started(function, frame)
        elif function not in _ANSWERING:
            self._other(function, frame.f_locals)

    def returned(self, function: FunctionType, value: object) -> None:
        """A watched function is over."""
        if function in self._table:
            self.narrator.returned(function, value)
        elif function in _ANSWERING:
            with self.narrator.clock:
                self._effects.settle()
                if function is _BEGIN:
                    self._tap.begun(frame_of(function).f_locals["self"])
                else:
                    self._tap.answered(value)

    def raised(self, function: FunctionType, error: BaseException) -> None:
        """A watched function fails."""
        if function in self._table:
            self.narrator.raised(function, error)

    def finish(self) -> None:
        """Tell the rest."""
        self.narrator.finish()

    def _other(self, function: FunctionType, values: Mapping[str, Any]) -> None:
        """Hear of what is no step, and tells something all the same."""
        if function is THREAD_START:
            self.narrator.thread_started(values["self"])
        elif function is _OPENAT:
            self._effects.opens_in(values["dirfd"])
        elif function is _MKNODAT:
            self._effects.makes_node(values["path"], values["dirfd"])
        elif function is _SEND:
            with self.narrator.clock:
                self._effects.settle()
                self._tap.sent(values["data"])
        elif function is _TAKE_BACK:
            with self.narrator.clock:
                self._effects.settle()
                self.narrator.effect(undoing.told(values))

    def _effect(self, effect: Effect) -> None:
        self.narrator.effect(effect)

    def _sent(self, event: str, args: tuple[Any, ...]) -> None:
        with self.narrator.clock:
            self._effects.settle()
            self._tap.sent(args[1])
