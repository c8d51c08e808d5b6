"""Stops a story before each step that is told, and does what the keys say.

The stepper hears the story last, after it was written. While it waits for a key it holds up the
thread that the step runs in, and with it every other thread that comes to a step: so all of a
create stands still. It works the same on a trace that is told again, where nothing can be broken
and no arguments are at hand but those that were kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from walkthrough import audit, inspection
from walkthrough.failing import MadeToFail
from walkthrough.guide_words import Told
from walkthrough.keyboard import CTRL_C
from walkthrough.step import Step, Teller, Topic
from walkthrough.words import Say, Word

if TYPE_CHECKING:
    from rich.console import Console

    from walkthrough.source import Place

PROMPT_STYLE = "bold reverse"
_ABORTS = ("x", "q", CTRL_C)


class Keys(Protocol):
    """Where keys come from."""

    def key(self) -> str | None:
        """Wait for a key and return it; None when there will be none any more."""


@dataclass(slots=True, kw_only=True)
class Means:
    """What the stepper can do in a run; without a function it says so."""

    flush: Callable[[], None] = lambda: None  # write what is still to be written of the step
    locate: Callable[[Topic], Place | None] = lambda topic: None
    changes: Callable[[], list[str]] | None = None  # on disk, so far
    layers: Callable[[], list[str]] | None = None  # a drawing of them
    # Raise it in the function that begins; else where the caller of the frame goes on.
    fail: Callable[[BaseException, FrameType | None], None] | None = None


class Stepper(Teller):
    """Waits for a key before each step, unless told to go on."""

    def __init__(self, console: Console, say: Say, keys: Keys, means: Means) -> None:
        self._console = console
        self._say = say
        self._keys = keys
        self._means = means
        self._stopping = True
        self._until: Step | None = None  # go on until this one is over

    def go_on(self) -> None:
        """Stop nowhere any more."""
        self._stopping = False

    # What is heard.

    def opened(self, step: Step) -> None:
        """A step begins, and was told: wait here, if wanted."""
        if self._stopping and self._until is None and not step.ended and step.error is None:
            self._means.flush()
            self._wait(step)

    def closed(self, step: Step) -> None:
        """A step is over: if it was run to its end, stop at the next one."""
        if step is self._until:
            self._until = None

    # What keys do.

    def _wait(self, step: Step) -> None:
        while True:
            self._console.print(self._say(Told.PROMPT), style=PROMPT_STYLE, end="", markup=False)
            key = self._keys.key()
            self._console.file.write("\r\x1b[K")
            self._console.file.flush()
            if key is None:
                self._stopping = False
                return
            if key in _ABORTS:
                if self._abort(step, go_on=key != "x"):
                    return
            elif self._moves(step, key):
                return
            else:
                self._look(step, key)

    def _moves(self, step: Step, key: str) -> bool:
        """Go on as `key` says; tell whether it says so."""
        if key in ("n", " ", "\r", "\n"):
            return True
        if key == "o":
            self._until = step
        elif key == "r":
            self._until = step.parent if step.parent is not None and step.parent.lesson else step
        elif key == "c":
            self._stopping = False
            self._note(self._say(Told.GO_ON))
        else:
            return False
        return True

    def _abort(self, step: Step, *, go_on: bool) -> bool:
        """Make a step fail; with `go_on`, stop nowhere after that. Tell whether the run goes on."""
        assert step.lesson is not None
        if go_on:
            self.go_on()
        frame, called = open_frame(step)
        if self._means.fail is None or frame is None:
            self._note(self._say(Told.NOT_HERE))
            return go_on
        if called is not None:
            self._note(self._say(Told.BEGUN))
        self._means.fail(MadeToFail(f"aborted at {step.lesson.name}"), called)
        return True

    def _look(self, step: Step, key: str) -> None:
        """Show what `key` asks for."""
        looks: dict[str, Callable[[Step], None]] = {
            "a": self._arguments,
            "d": self._disk,
            "s": self._source,
            "l": self._lesson,
            "g": self._layers,
            "?": lambda step: self._note(self._say(Told.HELP)),
        }
        look = looks.get(key)
        if look is not None:
            look(step)
        else:
            shown = key if key.isprintable() else repr(key)
            self._note(self._say(Told.NO_KEY, shown))

    def _arguments(self, step: Step) -> None:
        frame, _ = open_frame(step)
        if frame is not None:
            lines = list(inspection.arguments(frame))
        else:
            lines = [f"{name} = {value}" for name, value in step.arguments]
        self._note("\n".join(lines) or self._say(Told.NO_ARGUMENTS))

    def _disk(self, step: Step) -> None:
        if self._means.changes is None:
            self._note(self._say(Told.NO_DISK))
            return
        self._note("\n".join(self._means.changes()) or self._say(Told.NO_CHANGES))

    def _layers(self, step: Step) -> None:
        if self._means.layers is None:
            self._note(self._say(Told.NO_DISK))
            return
        self._note("\n".join(self._means.layers()) or self._say(Told.NO_LAYERS))

    def _source(self, step: Step) -> None:
        from rich.syntax import Syntax

        assert step.lesson is not None
        found = inspection.source(step.lesson.module, step.line)
        if found is None:
            self._note(self._say(Told.NO_SOURCE))
            return
        place = self._means.locate(step.lesson)
        self._note(f"{found.path}:{found.first}" + (f"\n{place.url}" if place else ""))
        self._console.print(
            Syntax(
                found.text,
                "python",
                theme="ansi_dark",
                line_numbers=True,
                start_line=found.first,
                background_color="default",
                word_wrap=True,
            ),
            soft_wrap=False,
        )

    def _lesson(self, step: Step) -> None:
        assert step.lesson is not None
        self._console.print(step.lesson.title, style="bold", markup=False)
        self._note(step.lesson.reason)
        if step.lesson.since:
            self._note(self._say(Word.SINCE, step.lesson.since))
        place = self._means.locate(step.lesson)
        if place is not None:
            self._note(f"{place.symbol}\n{place.url}")

    def _note(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=False)


def open_frame(step: Step) -> tuple[FrameType | None, FrameType | None]:
    """Return the frame of `step`; if it has begun already, also what was called last in it.

    Neither is there if the step does not run in this thread.
    """
    stack: list[FrameType] = []  # innermost first
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame is not step.frame:
        stack.append(frame)
        frame = frame.f_back
    if frame is None:
        return None, None
    theirs = [called for called in stack if not _is_ours(called)]
    in_audit = any(one.f_globals.get("__name__") == audit.__name__ for one in stack)
    if not theirs:
        return frame, stack[-1] if in_audit else None
    own_body = in_audit and theirs[0].f_back is frame
    return frame, stack[stack.index(theirs[0]) - 1] if own_body else theirs[0]


def _is_ours(frame: FrameType) -> bool:
    """Tell whether a frame belongs to the telling, or to what the telling uses."""
    module = str(frame.f_globals.get("__name__", ""))
    return module.split(".")[0] in ("walkthrough", "contextlib", "threading", "rich")
