"""Watches an engine while it answers requests that are told, and tells each one apart.

There is one observer for all: which request a function works for follows from its thread. While
no such request is answered nothing is watched.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from types import FrameType, FunctionType, TracebackType
from typing import Any, Self

from walkthrough import audit, ears, lessons, source
from walkthrough.ears import THREAD_START, Ears
from walkthrough.lesson import by_function
from walkthrough.observer import Observer
from walkthrough.quiet import quietly
from walkthrough.recording import Event, describer
from walkthrough.step import Step, Teller


class Told:
    """One request, which is told while the `with` block runs."""

    def __init__(self, hub: Hub, ears: Ears) -> None:
        self._hub = hub
        self._ears = ears
        self._handlers = ears.handlers
        self._failure: Exception | None = None  # after which nothing is told of this request

    def __enter__(self) -> Self:
        self._hub.begin(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._hub.end(self)
        with quietly():
            self.hear("finish")

    @property
    def why(self) -> str | None:
        """Why not all was told, if so."""
        failure = self._failure
        return f"{type(failure).__name__}: {failure}" if failure is not None else None

    @property
    def seconds(self) -> float:
        """How long the telling took."""
        return self._ears.narrator.clock.overhead

    def hear(self, what: str, *args: object) -> None:
        """Let the ears hear something; their errors end here."""
        self._carefully(getattr(self._ears, what), *args)

    def hear_audit(self, event: str, args: tuple[Any, ...]) -> None:
        """Let the ears hear an audit event."""
        self._carefully(self._handlers[event], event, args)

    def _carefully(self, function: Callable[..., None], *args: object) -> None:
        if self._failure is None:
            try:
                function(*args)
            except Exception as error:
                self._failure = error


class Hub:
    """Tells requests of an engine below `data_root`; several at a time."""

    def __init__(self, data_root: str) -> None:
        self._data_root = os.path.abspath(data_root)
        everything = lessons.everything()
        self._table = by_function(everything)
        self.describe: Callable[[str, int], Event] = describer(everything, source.locate)
        self._observer = Observer(ears.functions(self._table), self)
        self._lock = threading.Lock()
        self._told: dict[threading.Thread, Told] = {}
        self._running = 0

    def telling(self, teller: Teller, span: str) -> Told:
        """Return what tells `teller` of this thread, and of those that it starts.

        The outermost steps answer the step that is known as `span`.
        """
        root = Step(lesson=None, parent=None, depth=0, side="api", answers=span)
        return Told(self, Ears(self._table, self._data_root, teller, root))

    def begin(self, told: Told) -> None:
        """Watch this thread for `told`."""
        with self._lock:
            self._told[threading.current_thread()] = told
            self._running += 1
            if self._running == 1:
                audit.listen(dict.fromkeys(ears.AUDIT_EVENTS, self._audit))
                self._observer.__enter__()

    def end(self, told: Told) -> None:
        """Watch no thread for `told`; this thread is the one that began it."""
        with self._lock:
            for thread, one in list(self._told.items()):  # others add to it
                if one is told:
                    del self._told[thread]
            self._running -= 1
            if not self._running:
                self._observer.__exit__(None, None, None)
                audit.ignore()

    # What the observer and the audit hook tell.

    def started(self, function: FunctionType, frame: FrameType) -> None:
        """A watched function begins."""
        told = self._told.get(threading.current_thread())
        if told is None:
            return
        if function is THREAD_START:
            self._told[frame.f_locals["self"]] = told
        told.hear("started", function, frame)

    def returned(self, function: FunctionType, value: object) -> None:
        """A watched function is over."""
        told = self._told.get(threading.current_thread())
        if told is not None:
            told.hear("returned", function, value)

    def raised(self, function: FunctionType, error: BaseException) -> None:
        """A watched function fails."""
        told = self._told.get(threading.current_thread())
        if told is not None:
            told.hear("raised", function, error)

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        told = self._told.get(threading.current_thread())
        if told is not None:
            told.hear_audit(event, args)
