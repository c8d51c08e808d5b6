"""One story of one run: observer, audit hook and ears put together.

    with Story(lessons, data_root, teller) as story:
        ...

Everything that only a narrated run needs is imported from here, so a silent one does not pay.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import FrameType, FunctionType, TracebackType
from typing import Any, Protocol, Self

from engine.client import request
from walkthrough import audit, ears
from walkthrough.ears import Ears
from walkthrough.failing import Fault, can_fail
from walkthrough.lesson import Lesson, by_function
from walkthrough.narrator import Narrator
from walkthrough.observer import Observer, function_of
from walkthrough.step import Chapter, Output, Teller

_DO_REQUEST = function_of(request.do_request)


class Company(Protocol):
    """Who goes along with the client's requests; called in the client's thread."""

    def new_span(self) -> str:
        """Draw the id of a step that will send a request."""

    def leaves(self, frame: FrameType, narrator: Narrator) -> None:
        """A request is about to be sent by the step that has just begun."""

    def answered(self, answer: Any, narrator: Narrator) -> None:
        """The head of its answer is there, and is not told yet."""

    def failed(self) -> None:
        """There will be no answer to it."""

    def finish(self, narrator: Narrator) -> None:
        """No more requests come."""


class Story(Ears):
    """Watches the steps of `lessons` while the `with` block runs, and tells them to `teller`.

    With a `fault` one of them is made to fail. `company` goes along with requests.
    """

    def __init__(
        self,
        lessons: Iterable[Lesson],
        data_root: str | None,
        teller: Teller,
        fault: Fault | None = None,
        company: Company | None = None,
    ) -> None:
        table = by_function(lessons)
        super().__init__(table, data_root, teller)
        if company is not None:
            self.narrator.new_span = company.new_span
        self._fault = fault
        self._company = company
        self._observer = Observer(ears.functions(table), self)

    def __enter__(self) -> Self:
        audit.listen(self.handlers)
        self._observer.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._observer.__exit__(kind, error, traceback)
        if self._company is not None:
            self._company.finish(self.narrator)
        self._observer.tell("finish")
        audit.ignore()

    @property
    def failure(self) -> Exception | None:
        """What went wrong with the telling, if anything did; the run knows nothing of it."""
        return self._observer.failure or audit.failure

    # What the observer tells.

    def started(self, function: FunctionType, frame: FrameType) -> None:
        """A watched function begins."""
        super().started(function, frame)
        if self._company is not None and function is _DO_REQUEST:
            self._company.leaves(frame, self.narrator)
        if self._fault is not None:
            self._fault.started(function, self._observer)

    def returned(self, function: FunctionType, value: object) -> None:
        """A watched function is over."""
        if self._company is not None and function is ears.READS_A_HEAD:
            self._company.answered(value, self.narrator)
        super().returned(function, value)
        if self._fault is not None:
            self._fault.returned(function, self._observer)

    def raised(self, function: FunctionType, error: BaseException) -> None:
        """A watched function fails."""
        if self._company is not None and function is _DO_REQUEST:
            self._company.failed()
        super().raised(function, error)

    def fail(self, error: BaseException, called: FrameType | None = None) -> None:
        """Have the step that begins right now fail; for a teller that hears of it.

        Of a step that has begun already, the next thing fails that it does after `called`.
        """
        if called is None:
            self._observer.fail(error)
        else:
            self._observer.fail_after(called, error, can_fail)

    def chapter(self, chapter: Chapter) -> None:
        """Tell that what comes next is a part of its own."""
        self._observer.tell("new_chapter", chapter)

    def new_chapter(self, chapter: Chapter) -> None:
        """The same, as the observer calls it."""
        self.narrator.chapter(chapter)

    def output(self, output: Output) -> None:
        """Tell what docker's command line wrote for its user."""
        self._observer.tell("written", output)

    def written(self, output: Output) -> None:
        """The same, as the observer calls it."""
        self.narrator.output(output)
