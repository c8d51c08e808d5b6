"""One story of one run: observer, effects, wire and narrator put together.

    with Story(lessons, data_root, teller) as story:
        ...

Everything that only a narrated run needs is imported from here, so a silent one does not pay.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterable
from types import FrameType, TracebackType
from typing import Any, Self

from engine.client import transport
from engine.golang import http_response
from engine.vendor.golang.x.sys import files
from walkthrough import audit, undoing
from walkthrough.effects import Effects
from walkthrough.exchange import Tap
from walkthrough.failing import Fault
from walkthrough.lesson import Lesson, by_code
from walkthrough.narrator import Narrator
from walkthrough.observer import Observer, code_of
from walkthrough.step import Chapter, Output, Teller

# Our client reads answers with the first two; towards registries it is the standard library.
_ANSWERS = (
    http_response.read_response,
    http_response.Response.read,
    http.client.HTTPResponse.begin,
    http.client.HTTPResponse.read,
)


class Story:
    """Watches the steps of `lessons` while the `with` block runs, and tells them to `teller`.

    With a `fault` one of them is made to fail.
    """

    def __init__(
        self,
        lessons: Iterable[Lesson],
        data_root: str | None,
        teller: Teller,
        fault: Fault | None = None,
    ) -> None:
        table = by_code(lessons)
        self._effects = Effects(data_root, self._effect)
        self._narrator = Narrator(table, teller, settle=self._effects.settle)
        self._tap = Tap(self._narrator.exchange)
        self._answers = {id(code_of(function)) for function in _ANSWERS}
        self._thread_start = id(code_of(threading.Thread.start))
        self._send = id(code_of(transport.Connection.send))
        self._openat = id(code_of(files.openat))
        self._mknodat = id(code_of(files.mknodat))
        self._fault = fault
        self._undo = undoing.code()
        others = [
            code_of(function)
            for function in (
                *_ANSWERS,
                transport.Connection.send,
                threading.Thread.start,
                files.openat,
                files.mknodat,
            )
        ]
        steps = [lesson.code for lesson in table.values()]
        self._observer = Observer([*steps, *others, self._undo], self)

    def __enter__(self) -> Self:
        audit.listen(
            {
                **{event: self._untimed(take) for event, take in self._effects.handlers.items()},
                "http.client.send": self._untimed(self._sent),
            }
        )
        self._observer.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._observer.__exit__(kind, error, traceback)
        self._observer.tell("finish")
        audit.ignore()

    @property
    def failure(self) -> Exception | None:
        """What went wrong with the telling, if anything did; the run knows nothing of it."""
        return self._observer.failure or audit.failure

    # What the observer tells.

    def started(self, frame: FrameType) -> None:
        """A watched function begins."""
        if id(frame.f_code) == self._thread_start:
            self._narrator.thread_started(frame.f_locals["self"])
        elif id(frame.f_code) == self._send:
            self._effects.settle()
            self._tap.sent(frame.f_locals["data"])
        elif id(frame.f_code) in (self._openat, self._mknodat):
            self._file(frame)
        elif frame.f_code is self._undo:
            self._effects.settle()
            self._narrator.effect(undoing.told(frame))
        else:
            self._narrator.started(frame)
            if self._fault is not None:
                self._fault.started(frame, self._observer)

    def returned(self, frame: FrameType, value: object) -> None:
        """A watched function is over."""
        if id(frame.f_code) in self._answers:
            self._effects.settle()
            self._tap.answered(frame, value)
        else:
            self._narrator.returned(frame, value)
            if self._fault is not None:
                self._fault.returned(frame, self._observer)

    def raised(self, frame: FrameType, error: BaseException) -> None:
        """A watched function fails."""
        self._narrator.raised(frame, error)

    def fail(self, error: BaseException) -> None:
        """Have the step that begins right now fail; for a teller that hears of it."""
        self._observer.fail(error)

    def finish(self) -> None:
        """Tell the rest."""
        self._narrator.finish()

    def chapter(self, chapter: Chapter) -> None:
        """Tell that what comes next is a part of its own."""
        self._observer.tell("new_chapter", chapter)

    def new_chapter(self, chapter: Chapter) -> None:
        """The same, as the observer calls it."""
        self._narrator.chapter(chapter)

    def output(self, output: Output) -> None:
        """Tell what docker's command line wrote for its user."""
        self._observer.tell("written", output)

    def written(self, output: Output) -> None:
        """The same, as the observer calls it."""
        self._narrator.output(output)

    def _file(self, frame: FrameType) -> None:
        """Hear of a file what CPython does not tell."""
        values = frame.f_locals
        with self._narrator.telling(settle=False):
            if id(frame.f_code) == self._openat:
                self._effects.opens_in(values["dirfd"])
            else:
                self._effects.makes_node(values["path"], values["dirfd"])

    def _effect(self, effect: Any) -> None:
        self._narrator.effect(effect)

    def _untimed(self, handler: audit.Handler) -> audit.Handler:
        """Return `handler`, with the time that it takes not counted."""

        def take(event: str, args: tuple[Any, ...]) -> None:
            with self._narrator.telling(settle=False):
                handler(event, args)

        return take

    def _sent(self, event: str, args: tuple[Any, ...]) -> None:
        self._effects.settle_now()
        self._tap.sent(args[1])
