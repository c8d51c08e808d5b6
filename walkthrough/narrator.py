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
from collections.abc import Callable, Mapping
from dataclasses import replace
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
        *,
        settle: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.perf_counter,
        root: Step | None = None,
    ) -> None:
        self._lessons = lessons
        self._sides = {lesson.id: side_of(lesson.module) for lesson in lessons.values()}
        self._teller = teller
        self._settle = settle
        self.clock = StoryClock(clock)
        self.lock = threading.RLock()
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
        """A chosen function begins."""
        lesson = self._lessons.get(function)
        if lesson is None:
            return
        now = self.clock.now()
        with self.clock, self.lock:
            self._settle()
            step = self._new_step(lesson, frame)
            step.started, step.began = now, time.time()
            self._thread.stack.append(step)
            if _waits_for_an_answer(lesson):
                self._waiting.append(step)
            self._pump()
        step.started = self.clock.now()

    def returned(self, function: FunctionType, frame: FrameType, value: object) -> None:
        """A chosen function is over."""
        lesson = self._lessons.get(function)
        if lesson is not None:
            self._finish(lesson, result=describe(value), error=None)

    def raised(self, function: FunctionType, frame: FrameType, error: BaseException) -> None:
        """A chosen function fails."""
        lesson = self._lessons.get(function)
        if lesson is not None:
            self._errors.add((id(error), _error_text(error)))
            self._finish(lesson, result=None, error=_error_text(error))

    # What else is heard.

    def effect(self, effect: Effect) -> None:
        """The innermost open step of this thread changed something, or none did."""
        with self.clock, self.lock:
            self._append(effect, self._root)

    def exchange(self, exchange: Exchange) -> None:
        """The innermost open step of this thread sent or received something."""
        with self.clock, self.lock:
            self._append(exchange)

    def output(self, output: Output) -> None:
        """The innermost open step of this thread wrote something for the user."""
        with self.clock, self.lock:
            self._settle()
            self._append(output)

    def _append(self, item: Effect | Exchange | Output, otherwise: Step | None = None) -> None:
        step = self.innermost() or otherwise
        if step is not None:
            step.items.append(item)
            self._pump()

    def thread_started(self, thread: threading.Thread) -> None:
        """This thread starts another one, which continues its work."""
        with self.lock:
            step = self.innermost()
            self._foster_parents.pop(thread, None)
            if step is not None:
                self._foster_parents[thread] = step

    # What an engine elsewhere tells.

    def place(self, step: Step, around: Step | None) -> None:
        """A step begins elsewhere, inside `around`, or inside what is still told of that."""
        self.clock.ignore_this_thread()
        with self.lock:
            while around is not None and around.closed:
                around = around.parent
            around = around or self._root
            step.parent, step.depth = around, around.depth + bool(around.lesson)
            around.items.append(step)
            self._pump()

    def put(self, step: Step, item: Effect | Exchange) -> None:
        """Something happened elsewhere in `step`."""
        self.clock.ignore_this_thread()
        with self.lock:
            while step.closed and step.parent is not None:
                step = step.parent
            step.items.append(item)
            self._pump()

    def moves_on(self) -> None:
        """Something is over elsewhere."""
        self.clock.ignore_this_thread()
        with self.lock:
            self._pump()

    def chapter(self, chapter: Chapter) -> None:
        """A new part of the story begins; what is open stays open."""
        with self.clock, self.lock:
            self._settle()
            self._root.items.append(replace(chapter, at=self.clock.now()))
            self._pump()

    def finish(self) -> None:
        """Tell what is still waiting, as far as it was seen."""
        self._settle()
        with self.lock:
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

    def _new_step(self, lesson: Lesson, frame: FrameType) -> Step:
        parent = self.innermost() or self._root
        step = Step(lesson=lesson, parent=parent, depth=parent.depth + bool(parent.lesson))
        step.frame = id(frame)
        step.line = frame.f_code.co_firstlineno
        answers = parent in self._waiting and not self._thread.stack
        step.side = self._sides[lesson.id] or ("api" if answers else parent.side)
        step.answers = parent.answers if parent is self._root else ""
        step.span = self.new_span() if lesson.id.endswith("doRequest") else ""
        step.arguments = _arguments(lesson, frame)
        handled = sys.exc_info()[1]
        step.handled = id(handled) if handled is not None else 0
        if handled is not None and step.handled != parent.handled:
            step.after_error = self._worth_telling(handled, lesson)
        parent.items.append(step)
        return step

    def _worth_telling(self, error: BaseException, lesson: Lesson) -> str:
        """Return the text of `error`, being handled, if a step that begins now is due to it.

        Many errors only mean "try something else", and no step had to do with them.
        """
        text = _error_text(error)
        matters = (id(error), text) in self._errors or "cleanupContainer" in lesson.id
        return text if matters else ""

    def _finish(self, lesson: Lesson, *, result: str | None, error: str | None) -> None:
        now, clock = self.clock.now(), time.time()
        with self.clock, self.lock:
            self._settle()
            step = self._left(lesson)
            if step is None:
                return  # it began before the watching did
            if step in self._waiting:
                self._waiting.remove(step)
            step.result, step.error, step.ended = result, error, True
            step.duration, step.over = round(max(now - step.started, 0.0), 6), clock
            self._pump()

    def _left(self, lesson: Lesson) -> Step | None:
        """Take the step that is over, as a rule the last one, off this thread's stack."""
        stack = self._thread.stack
        for place in range(len(stack) - 1, -1, -1):
            if stack[place].lesson is lesson:
                return stack.pop(place)
        return None

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


def _waits_for_an_answer(lesson: Lesson) -> bool:
    return lesson.id.endswith(("sendRequest", "doRequest", "initializeFromClient.ping"))


def _error_text(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _arguments(lesson: Lesson, frame: FrameType) -> list[tuple[str, str]]:
    """Return the arguments that the lesson wants shown, as text, as they are right now."""
    if not lesson.show:
        return []
    values = frame.f_locals
    return [(name, describe(values[name], name=name)) for name in lesson.show if name in values]
