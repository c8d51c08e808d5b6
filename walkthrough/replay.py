"""`trace replay`: tells a kept trace again, at once, in its own time, or step by step.

Nothing of the engine is loaded, and no root is needed: what happened is in the file.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from walkthrough import render, trace_file
from walkthrough.renderers import Look
from walkthrough.scenes import Scene, cut, rows
from walkthrough.step import Step, Teller, Tellers
from walkthrough.trace_file import Trace
from walkthrough.view import View
from walkthrough.words import Word, speaker

if TYPE_CHECKING:
    from rich.console import Console

    from walkthrough.predict import Answers

LONGEST_WAIT = 5.0  # seconds, for a reader does not want to wait for a slow registry
NEXT = ("n", " ", "\r", "\n", "j", "\x1b[C", "\x1bOC", "\x1b[B", "\x1bOB")
BACK = ("p", "b", "k", "\x7f", "\x1b[D", "\x1bOD", "\x1b[A", "\x1bOA")
FIRST = ("g", "\x1b[H", "\x1b[1~", "\x1bOH")
VALUES = ("a",)
LAST = ("G", "\x1b[F", "\x1b[4~", "\x1bOF")
QUIT = ("q", "\x03", "\x1b")
_OWN_SCREEN, _BACK_AGAIN = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_CLEAR = "\x1b[H\x1b[2J"


class Keys(Protocol):
    """Where keys come from."""

    def key(self) -> str | None:
        """Wait for a key; None when there will be none any more."""


def play(
    trace: Trace,
    look: Look,
    console: Console,
    speed: float | None = None,
    answers: Answers | None = None,
) -> None:
    """Tell the trace at once, or `speed` times as fast as it happened.

    With `answers`, ask on the way what will happen.
    """
    say = speaker(look.lang)
    renderer = render.Renderer(console, trace_file.locate, say=say, live=False)
    view: Teller = View(look.choice, renderer, trace.data_root)
    if answers is not None:
        from walkthrough.lessons.questions import QUESTIONS
        from walkthrough.predict import Predictor

        lang, flush = look.lang, renderer.flush
        view = Predictor(view, QUESTIONS, answers, console, say, flush=flush, lang=lang)
    trace.tell(view if speed is None else Tellers(Paced(speed), view), look.lang)
    renderer.flush()


class Paced(Teller):
    """Waits, before a step begins or ends, as long as it took when it happened."""

    def __init__(self, speed: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self._speed = speed
        self._sleep = sleep
        self._now = 0.0

    def opened(self, step: Step) -> None:
        """A step begins."""
        self._wait_until(step.started)

    def closed(self, step: Step) -> None:
        """A step ends."""
        self._wait_until(step.started + step.duration)

    def _wait_until(self, moment: float) -> None:
        if moment > self._now:
            self._sleep(min((moment - self._now) / self._speed, LONGEST_WAIT))
            self._now = moment


def browse(trace: Trace, look: Look, console: Console, keys: Keys) -> None:
    """Show the trace step by step, forward and back, until somebody has seen enough."""
    browser = Browser(cut(trace, look, console), look.lang, lambda number: values(trace, number))
    console.file.write(_OWN_SCREEN)
    try:
        while True:
            columns, lines = shutil.get_terminal_size()
            console.file.write(_CLEAR + browser.screen(columns, lines))
            console.file.flush()
            if not browser.take(keys.key()):
                return
    finally:
        console.file.write(_BACK_AGAIN)
        console.file.flush()


class Browser:
    """Where a reader is in the scenes, and what the screen then shows."""

    def __init__(
        self, scenes: list[Scene], lang: str, values: Callable[[int], list[str]] = lambda step: []
    ) -> None:
        self._scenes = scenes
        self._values = values
        self._in_full = False  # whether the values of a step are shown, and not its scene
        self._say = speaker(lang)
        self._at = 0
        self._part = 0  # of a scene that is longer than the screen
        self._parts = 1

    def take(self, key: str | None) -> bool:
        """Go where `key` leads; false if it leads out."""
        if key is None or key in QUIT:
            return False
        if key in VALUES or (self._in_full and key not in NEXT):
            self._in_full, self._part = not self._in_full, 0
        elif key in NEXT and self._part + 1 < self._parts:
            self._part += 1
        elif self._in_full:
            self._in_full, self._part = False, 0
        elif key in NEXT and self._at + 1 < len(self._scenes):
            self._at, self._part = self._at + 1, 0
        elif key in BACK and self._part:
            self._part -= 1
        elif key in BACK and self._at:
            self._at, self._part = self._at - 1, 0
        elif key in FIRST:
            self._at = self._part = 0
        elif key in LAST:
            self._at, self._part = len(self._scenes) - 1, 0
        return True

    def screen(self, columns: int, lines: int) -> str:
        """Return what to write on a cleared screen: the scene at its end, and a last line."""
        room = max(lines - 1, 1)
        parts = _parts(self._full() if self._in_full else self._lines(self._at), columns, room)
        self._parts = len(parts)
        self._part = min(self._part, len(parts) - 1)
        shown = parts[self._part]
        if len(parts) == 1 and not self._in_full:
            shown = self._with_what_came_before(shown, columns, room)
        filled = sum(rows(line, columns) for line in shown)
        text = "\r\n".join([*shown, *[""] * (room - filled)])
        return f"{text}\r\n\x1b[7m{self._status()[:columns]}\x1b[0m"

    def _lines(self, at: int) -> list[str]:
        return self._scenes[at].text.removesuffix("\n").split("\n")

    def _full(self) -> list[str]:
        return self._values(self._scenes[self._at].number) or [self._say(Word.NO_VALUES)]

    def _with_what_came_before(self, shown: list[str], columns: int, room: int) -> list[str]:
        left = room - sum(rows(line, columns) for line in shown)
        before: list[str] = []
        for at in range(self._at - 1, -1, -1):
            for line in reversed(self._lines(at)):
                left -= rows(line, columns)
                if left < 0:
                    return [*reversed(before), *shown]
                before.append(line)
        return [*reversed(before), *shown]

    def _status(self) -> str:
        where = self._say(Word.WHERE, self._at + 1, len(self._scenes))
        part = f" ({self._part + 1}/{self._parts})" if self._parts > 1 else ""
        return f" {where}{part}   {self._say(Word.REPLAY_KEYS)} "


def values(trace: Trace, number: int) -> list[str]:
    """Return what a step was given and what came out, as far as the trace has it."""
    lines = []
    for event in trace.events:
        if event.get("step") != number:
            continue
        if event["event"] == "open":
            lines += [f"{given['name']} = {given['value']}" for given in event["arguments"]]
        elif event["event"] == "close":
            outcome = (event["error"] and f"✗ {event['error']}") or f"→ {event['result']}"
            lines.append(outcome)
    return ["".join(c if c.isprintable() else " " for c in line) for line in lines]


def _parts(lines: list[str], columns: int, room: int) -> list[list[str]]:
    """Part lines into pieces that fit the screen."""
    parts: list[list[str]] = [[]]
    used = 0
    for line in lines:
        used += rows(line, columns)
        if used > room and parts[-1]:
            parts.append([])
            used = rows(line, columns)
        parts[-1].append(line)
    return parts
