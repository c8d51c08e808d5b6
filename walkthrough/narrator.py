"""Numbers and nests what was observed, across threads, into one story told in order.

Steps of one thread nest as calls do. A thread that another one started hangs under the step
that started it. The threads of the engine that answer a request hang under the step of the
client that waits for the answer, so one story tells both sides. What runs at the same time
is told one after the other: a step that comes early waits until its elder siblings are over.

An engine in another process sends what it tells itself; that hangs under the step that asked it.

Everything is told. What a reader need not see is left out later, by a view.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import FrameType, FunctionType

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.lesson import Lesson
from walkthrough.sides import side_of
from walkthrough.step import Chapter, Output, Step, Teller
from walkthrough.story_clock import StoryClock
from walkthrough.values import describe


class _Thread(threading.local):
    """The open steps of a thread."""

    def __init__(self) -> None:
        self.stack: list[Step] = []


class Narrator:
    """Hears of starts, returns and raises, and tells them in reading order."""

    def __init__(
        self,
        lessons: Mapping[FunctionType, Lesson],
        teller: Teller,
        clock: StoryClock,
        *,
        settle: Callable[[], None] = lambda: None,
        root: Step | None = None,
    ) -> None:
        self._lessons = lessons
        self._known: dict[FunctionType, _Known] = {}
        self._teller = teller
        self._settle = settle
        self.clock = clock
        self._thread = _Thread()
        self._root = root or Step(lesson=None, parent=None, depth=0)
        self._cursor = self._root
        self._numbers = 0
        self._first_told: dict[str, int] = {}
        self._errors: set[tuple[int, str]] = set()  # errors that were told
        self._foster_parents: dict[threading.Thread, Step] = {}  # which it works for
        self._waiting: list[Step] = []  # steps of a client that waits for an answer
        self.new_span: Callable[[], str] = str  # draws an id for a step that sends a request

    # What the observer tells.

    def started(self, function: FunctionType, frame: FrameType) -> None:
        """A step begins."""
        with self.clock as now:
            self._settle()
            stack = self._thread.stack
            parent = stack[-1] if stack else self._foster_parent() or self._root
            step = self._new_step(self._know(function), frame, parent)
            step.started = now
            stack.append(step)
            parent.items.append(step)
            self._pump()

    def returned(self, function: FunctionType, value: object) -> None:
        """A step is over."""
        with self.clock as now:
            self._settle()
            step = self._left(function)
            if step is not None:
                step.result = describe(value)
                self._end(step, now)

    def raised(self, function: FunctionType, error: BaseException) -> None:
        """A step fails."""
        with self.clock as now:
            self._settle()
            step = self._left(function)
            text = _error_text(error)
            self._errors.add((id(error), text))
            if step is not None:
                step.error = text
                self._end(step, now)

    # What else is heard, while the clock stands still.

    def effect(self, effect: Effect) -> None:
        """The innermost open step of this thread changed something, or none did."""
        self._append(effect, self._root)

    def exchange(self, exchange: Exchange) -> None:
        """The innermost open step of this thread sent or received something."""
        self._append(exchange)

    def output(self, output: Output) -> None:
        """The innermost open step of this thread wrote something for the user."""
        with self.clock:
            self._settle()
            self._append(output)

    def _append(self, item: Effect | Exchange | Output, otherwise: Step | None = None) -> None:
        step = self.innermost() or otherwise
        if step is not None:
            step.items.append(item)
            self._pump()

    def thread_started(self, thread: threading.Thread) -> None:
        """This thread starts another one, which continues its work."""
        with self.clock:
            step = self.innermost()
            self._foster_parents.pop(thread, None)
            if step is not None:
                self._foster_parents[thread] = step

    # What an engine elsewhere tells: in a thread that nobody waits for, so its time does count.

    def place(self, step: Step, around: Step | None) -> None:
        """A step begins elsewhere, inside `around`, or inside what is still told of that."""
        with self.clock.lock:
            while around is not None and around.closed:
                around = around.parent
            around = around or self._root
            step.parent, step.depth = around, around.depth + bool(around.lesson)
            around.items.append(step)
            self._pump()

    def put(self, step: Step, item: Effect | Exchange) -> None:
        """Something happened elsewhere in `step`."""
        with self.clock.lock:
            while step.closed and step.parent is not None:
                step = step.parent
            step.items.append(item)
            self._pump()

    def moves_on(self) -> None:
        """Something is over elsewhere."""
        with self.clock.lock:
            self._pump()

    def chapter(self, chapter: Chapter) -> None:
        """A new part of the story begins; what is open stays open."""
        with self.clock as now:
            self._settle()
            self._root.items.append(replace(chapter, at=now))
            self._pump()

    def finish(self) -> None:
        """Tell what is still waiting, as far as it was seen."""
        with self.clock:
            self._settle()
            self._pump(to_the_end=True)
            self._teller.end()

    # The tree.

    def innermost(self) -> Step | None:
        """Return the step that this thread is in."""
        stack = self._thread.stack
        return stack[-1] if stack else self._foster_parent()

    def _foster_parent(self) -> Step | None:
        """The step that a thread without open steps works for.

        That is the step that started the thread, else the client's step that waits for an
        answer. When it is over and told, what comes late hangs under the step around it.
        """
        thread = threading.current_thread()
        step = self._foster_parents.get(thread)
        if step is None or step.ended:
            step = self._waiting[-1] if self._waiting else step
        while step is not None and step.closed:
            step = step.parent
        if step is not None:
            self._foster_parents[thread] = step
        return step

    def _know(self, function: FunctionType) -> _Known:
        known = self._known.get(function)
        if known is None:
            known = self._known[function] = _known(function, self._lessons[function])
        return known

    def _new_step(self, known: _Known, frame: FrameType, parent: Step) -> Step:
        lesson = known.lesson
        step = Step(lesson, parent, parent.depth + 1 if parent.lesson else 0)
        step.began = time.time()
        step.frame = frame
        step.line = known.line
        step.side = known.side or self._side_beside(parent)
        if known.show:
            step.arguments = _arguments(known.show, frame.f_locals)
        if parent is self._root:
            step.answers = parent.answers
        if known.asks:
            step.span = self.new_span()
        if known.waits:
            self._waiting.append(step)
        step.handled = sys.exception()
        if step.handled is not None and step.handled is not parent.handled:
            step.after_error = self._worth_telling(step.handled, lesson)
        return step

    def _side_beside(self, parent: Step) -> str:
        """Return the side of a step whose module all sides share."""
        answers = parent in self._waiting and not self._thread.stack
        return "api" if answers else parent.side

    def _worth_telling(self, error: BaseException, lesson: Lesson) -> str:
        """Return the text of `error`, being handled, if a step that begins now is due to it.

        Many errors only mean "try something else", and no step had to do with them.
        """
        text = _error_text(error)
        matters = (id(error), text) in self._errors or "cleanupContainer" in lesson.id
        return text if matters else ""

    def _left(self, function: FunctionType) -> Step | None:
        """Take the step that is over, as a rule the last one, off this thread's stack.

        It is not there if it began before the watching did.
        """
        lesson = self._lessons[function]
        stack = self._thread.stack
        for place in range(len(stack) - 1, -1, -1):
            if stack[place].lesson is lesson:
                return stack.pop(place)
        return None

    def _end(self, step: Step, now: float) -> None:
        if step in self._waiting:
            self._waiting.remove(step)
        step.ended, step.frame, step.handled = True, None, None
        step.duration = round(max(now - step.started, 0.0), 6)
        step.over = time.time()
        self._pump()

    # The order of telling.

    def _pump(self, *, to_the_end: bool = False) -> None:
        """Tell as much as can be told in order."""
        here = self._cursor
        while True:
            items, told = here.items, here.told
            if told < len(items):
                here.told += 1
                here = self._tell_item(here, items[told])
            elif here.parent is not None and (here.ended or here.cut_off or to_the_end):
                here.closed = True
                self._teller.closed(here)
                items.clear()
                here.told = 0
                here = self._cursor = here.parent
            else:
                return

    def _tell_item(self, here: Step, item: Step | Effect | Exchange | Output | Chapter) -> Step:
        """Tell what is next in `here`; return where the telling goes on."""
        if isinstance(item, Step):
            self._numbers += 1
            item.number = self._numbers
            assert item.lesson is not None
            item.told_at = self._first_told.setdefault(item.lesson.id, item.number)
            self._cursor = item
            self._teller.opened(item)
            return item
        if isinstance(item, Effect):
            if here is self._root:
                self._teller.outside(item)
            else:
                self._teller.effect(here, item)
        elif isinstance(item, Exchange):
            self._teller.exchange(here, item)
        elif isinstance(item, Output):
            self._teller.output(here, item)
        else:
            self._teller.chapter(item)
        return here


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a step before it runs."""

    lesson: Lesson
    side: str
    line: int
    show: tuple[str, ...]
    asks: bool  # sends a request
    waits: bool  # for an answer


def _known(function: FunctionType, lesson: Lesson) -> _Known:
    return _Known(
        lesson,
        side_of(lesson.module),
        function.__code__.co_firstlineno,
        lesson.show,
        lesson.id.endswith("doRequest"),
        lesson.id.endswith(("sendRequest", "doRequest", "initializeFromClient.ping")),
    )


def _error_text(error: BaseException) -> str:
    kind, text = type(error).__name__, str(error)
    return f"{kind}: {text}" if text else kind


def _arguments(names: Iterable[str], values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return arguments as text, as they are right now."""
    return [(name, describe(values[name], name=name)) for name in names if name in values]
