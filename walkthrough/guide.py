"""What a teacher does with a told run: stop it, break it, ask about it, count what it leaves.

The guide makes what the options ask for and puts it where it hears the story: the predictor before
the view, the stepper behind the renderer. Around the command itself it arms the failure that was
asked for, and counts.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from walkthrough import disk, failing, remains
from walkthrough.failing import Fault
from walkthrough.guide_words import Told
from walkthrough.keyboard import Keyboard, NoTerminal
from walkthrough.step import Teller, Tellers
from walkthrough.stepper import Means, Stepper
from walkthrough.words import Say

if TYPE_CHECKING:
    from rich.console import Console

    from engine.daemon.daemon import Daemon
    from walkthrough.lesson import Lesson
    from walkthrough.source import Place

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class CannotGuide(Exception):
    """What was asked for cannot be had here; the text says why."""


class Wishes(Protocol):
    """What a teacher may ask for."""

    step: bool
    predict: bool
    fail_at: str
    as_20_10: bool


class Guide:
    """Carries out `wishes` in one run.

    Without a data-root the engine is not in this process: its steps cannot be made to fail, and
    nothing is counted.

    Raises:
        CannotGuide: there is no terminal, or no such step, or the engine is elsewhere.
    """

    def __init__(
        self,
        wishes: Wishes,
        lessons: Iterable[Lesson],
        locate: Callable[[Lesson], Place | None],
        console: Console,
        say: Say,
        *,
        lang: str = "en",
        data_root: Path | None = None,
    ) -> None:
        self._wishes = wishes
        self._console = console
        self._say = say
        self._lang = lang
        self._locate = locate
        self._data_root = data_root
        if wishes.as_20_10 and data_root is None:
            raise CannotGuide("--as-20.10: the engine is elsewhere, and is what it is")
        self.fault = self._fault(lessons) if wishes.fail_at else None
        self._keyboard = self._keys() if wishes.step or wishes.predict else None
        self._means = Means(locate=locate)  # type: ignore[arg-type]
        self._stepper: Stepper | None = None
        self.left: remains.Count | None = None

    def _fault(self, lessons: Iterable[Lesson]) -> Fault:
        try:
            return Fault(failing.plan(self._wishes.fail_at, lessons, self._locate))
        except failing.UnknownStep as error:
            if self._data_root is None and self._engine_has(self._wishes.fail_at):
                raise CannotGuide(
                    f"--fail-at: {self._wishes.fail_at} is a step of the engine, which is another "
                    "process; without -H, it can be made to fail"
                ) from error
            raise CannotGuide(f"--fail-at: {error}") from error

    def _engine_has(self, word: str) -> bool:
        from walkthrough.lessons import server_side

        try:
            failing.plan(word, server_side(), self._locate)
        except failing.UnknownStep:
            return False
        return True

    def _keys(self) -> Keyboard:
        try:
            return Keyboard()
        except NoTerminal as error:
            option = "--step" if self._wishes.step else "--predict"
            raise CannotGuide(f"{option}: {error}, where keys are pressed and shown") from error

    # Where the guide hears the story.

    def behind(self, renderer: Teller, flush: Callable[[], None]) -> Teller:
        """Return what writes the story and then stops it, as far as that is wished."""
        self._means.flush = flush
        if not self._wishes.step or self._keyboard is None:
            return renderer
        self._stepper = Stepper(self._console, self._say, self._keyboard, self._means)
        return Tellers(renderer, self._stepper)

    def before(self, view: Teller) -> Teller:
        """Return what asks and then hands the story to the view, as far as that is wished."""
        if not self._wishes.predict or self._keyboard is None:
            return view
        from walkthrough.lessons.questions import QUESTIONS
        from walkthrough.predict import Predictor

        return Predictor(
            view,
            QUESTIONS,
            self._keyboard,
            self._console,
            self._say,
            flush=self._means.flush,
            lang=self._lang,
        )

    def breaks_by(self, fail: Callable[[BaseException, FrameType | None], None]) -> None:
        """Say how the function that begins right now is made to fail, or one that has begun."""
        self._means.fail = fail

    # Around the command.

    @contextmanager
    def command(self, daemon: Daemon | None) -> Iterator[None]:
        """Fail what is to fail while the block runs, and count what it leaves behind."""
        root = self._data_root if daemon is not None else None
        counts = remains.count(root, daemon) if root and daemon and self._counts else None
        if root is not None and self._stepper is not None:
            before = disk.tree(root)
            self._means.changes = lambda: list(disk.changes(before, disk.tree(root)))
            self._means.layers = lambda: self._drawn(root, before)
        with self._leaving_in_order(), self.fault or _nothing():
            yield
        if counts is not None and root is not None and daemon is not None:
            self.left = remains.left(counts, remains.count(root, daemon))

    def _drawn(self, root: Path, before: disk.Tree) -> list[str]:
        """Draw the layers of the containers that were not there before."""
        from walkthrough import layer_picture, layer_stack

        lines = []
        for place in sorted(root.glob("containers/*")):
            if str(place.relative_to(root)) in before:
                continue
            try:
                stack = layer_stack.read(root, place.name)
            except layer_stack.NoStack:
                continue  # it is not written down yet
            lines += [text for text, _ in layer_picture.lines(stack, self._say, files=True)]
        return lines

    @property
    def _counts(self) -> bool:
        return self.fault is not None or self._wishes.step or self._wishes.as_20_10

    @contextmanager
    def _leaving_in_order(self) -> Iterator[None]:
        """See that nobody waits for keys when the command ends before its time."""
        if self._keyboard is None:
            yield
            return
        with _unwinding_on_signals(self._keyboard.close):
            try:
                yield
            except BaseException:
                self._keyboard.close()
                raise

    # What is said at the end.

    def remarks(self) -> Iterator[str]:
        """Yield what the user should know about what was asked for."""
        if self.fault is not None and not self.fault.struck:
            word = Told.NOTHING_AFTER if self.fault.came_by else Told.NOT_STRUCK
            yield self._say(word, self.fault.plan.lesson.name)
        left = self.left or {}
        orphans = left.get(remains.LAYERS) and not left.get(remains.CONTAINERS)
        if self._wishes.as_20_10 and orphans:
            yield self._say(Told.SWEPT)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _unwinding_on_signals(release: Callable[[], None]) -> Iterator[None]:
    """Leave by way of the clean-up, so that the terminal is put back, when a signal says to.

    `release` comes first: while somebody waits for a key, nobody can unwind.
    """

    def leave(number: int, frame: FrameType | None) -> None:
        release()
        raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, leave) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
