"""The story as text for a person: colours on a terminal, plain text elsewhere.

One block a step, written when the step starts; what it changes follows as it happens, and a
last line says what came out and how long it took. Everything goes to stderr, since stdout
belongs to the container's ID. 80 columns are enough.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.lesson import Lesson
from walkthrough.step import Step
from walkthrough.values import short_ids
from walkthrough.words import Say, Word, speaker
from walkthrough.wrap import width, wrap

if TYPE_CHECKING:
    from rich.console import Console

    from walkthrough.source import Place

PLAIN_WIDTH = 80
MAX_WIDTH = 110
MAX_DEPTH = 24
MIN_TEXT = 40
COLOURS = {
    "cli": "cyan",
    "client": "blue",
    "api": "magenta",
    "daemon": "green",
    "container": "bright_green",
    "image": "yellow",
    "layer": "bright_yellow",
    "graphdriver": "red",
    "volume": "bright_magenta",
    "distribution": "bright_blue",
}
SIGNS = {"remove": "-", "run": "$", "connect": "~"}


def new_console(file: IO[str] | None = None) -> Console:
    """Return a console on stderr (or `file`), wide as the terminal but readable."""
    from rich.console import Console

    console = Console(stderr=file is None, file=file, highlight=False, soft_wrap=True)
    width = min(console.width, MAX_WIDTH) if console.is_terminal else PLAIN_WIDTH
    console.width = max(width, MIN_TEXT)
    return console


class Renderer:
    """Writes a story to a console, step by step."""

    def __init__(
        self,
        console: Console,
        locate: Callable[[Lesson], Place | None],
        duration: Callable[[float], str] | None = None,
        say: Say | None = None,
    ) -> None:
        self._console = console
        self._locate = locate
        self._duration = duration or duration_text
        self._say = say or speaker("en")
        self._waiting: Step | None = None

    # What the narrator tells.

    def chapter(self, heading: str) -> None:
        """A new part of the story begins."""
        self._write_waiting()
        for number, line in enumerate(wrap(heading, self._console.width - 4)):
            self._console.print(f"{'' if number else chr(10)}## {line}", style="bold", markup=False)
        self._console.print()

    def opened(self, step: Step) -> None:
        """A step begins: its header, what it is for, and what it was given.

        A step that was explained before waits a moment: if nothing happens in it, one line will do.
        """
        self._write_waiting()
        if step.told_at < step.number:
            self._waiting = step
        else:
            self._open(step)

    def effect(self, step: Step, effect: Effect) -> None:
        """A step changed something on disk, mounted, or ran a command."""
        self._write_waiting()
        sign = SIGNS.get(effect.kind, "+")
        detail = f"  ({effect.detail})" if effect.detail else ""
        verb = "" if effect.kind in ("run", "remove") else f"{effect.kind} "
        self._text(step, f"{sign} {verb}{effect.target}{detail}", "yellow", hang=4)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """Something went over the wire."""
        self._write_waiting()
        arrow = ">" if exchange.direction == "sent" else "<"
        if exchange.first_line:
            self._text(step, f"{arrow} {exchange.first_line}", "bold blue", hang=4)
        for name, value in exchange.headers:
            self._text(step, f"{arrow} {name}: {value}", "blue", hang=4)
        for line in body_lines(short_ids(exchange.body), self._say):
            hang = len(line) - len(line.lstrip()) + 8
            self._text(step, f"{arrow}   {line}", "blue", hang=hang)

    def closed(self, step: Step) -> None:
        """A step is over."""
        if self._waiting is step and self._in_one_line(step):
            return
        self._write_waiting()
        for name, (count, seconds) in step.folded.items():
            if seconds:
                told = self._say(Word.MORE_IN_TIME, count, name, self._duration(seconds))
            else:
                told = self._say(Word.MORE, count, name)
            self._text(step, told, "dim")
        number = f"{step.number} " if step.alike else ""
        spent = self._duration(step.duration)
        style = "bold red" if step.error is not None else "dim"
        self._text(step, f"{self._outcome(step, number)}  ({spent})", style, hang=2)

    def note(self, text: str) -> None:
        """Say something that belongs to no step."""
        self._console.print(text, style="bold", markup=False)

    # How it is laid out.

    def _open(self, step: Step) -> None:
        lesson = step.lesson
        assert lesson is not None
        self._header(step, lesson)
        if step.after_error:
            self._text(step, self._say(Word.AFTER_ERROR, step.after_error), "red", hang=2)
        if step.told_at == step.number:
            self._explain(step, lesson)
        for name, value in step.arguments:
            self._text(step, f"{name} = {value}", "", hang=2)

    def _header(self, step: Step, lesson: Lesson) -> None:
        """Write which step this is; what no longer fits the line goes to the next one."""
        colour = COLOURS.get(step.side, "white")
        parts = [(f"{step.number} ", "bold"), (lesson.name, f"bold {colour}")]
        remarks = [
            (f"[{step.side}]" if step.side else "", colour),
            (self._see(step) if step.told_at < step.number else "", "dim"),
        ]
        used = width(self._bars(step) + "".join(text for text, _ in parts))
        late: list[tuple[str, str]] = []
        for text, style in remarks:
            used += width(text) + 2 if text else 0
            fits = used <= self._console.width
            (parts if fits else late).append((f"  {text}" if text else "", style))
        self._line(step, *parts)
        if late:
            self._line(step, *late)

    def _write_waiting(self) -> None:
        step, self._waiting = self._waiting, None
        if step is not None:
            self._open(step)

    def _in_one_line(self, step: Step) -> bool:
        """Write a step in which nothing happened in one line, if it fits."""
        if step.error is not None or step.after_error or step.folded or step.lesson is None:
            return False
        given = ", ".join(f"{name}={value}" for name, value in step.arguments)
        rest = f"({given}) {self._outcome(step, '')}  ({self._duration(step.duration)})"
        see = f"  {self._see(step)}"
        head = f"{step.number} {step.lesson.name}"
        if width(self._bars(step) + head + rest + see) > self._console.width:
            return False
        self._waiting = None
        colour = COLOURS.get(step.side, "white")
        self._line(
            step,
            (f"{step.number} ", "bold"),
            (step.lesson.name, f"bold {colour}"),
            (rest + see, "dim"),
        )
        return True

    def _explain(self, step: Step, lesson: Lesson) -> None:
        self._text(step, lesson.title, "bold")
        self._text(step, lesson.reason, "")
        path = lesson.module.replace(".", "/") + ".py"
        self._text(step, f"python  {path}:{step.line}", "dim")
        place = self._locate(lesson)
        if place is None:
            return
        lines = f"{place.path} L{place.first}-{place.last}"
        self._text(step, f"go      {place.symbol}", "dim")
        if self._console.is_terminal and not self._console.no_color:
            self._text(step, f"        {lines}", "dim", hang=8, link=place.url)
        else:
            self._line(step, (f"  {place.url}", "dim"))

    def _see(self, step: Step) -> str:
        return self._say(Word.SEE_STEP, step.told_at)

    def _outcome(self, step: Step, number: str) -> str:
        """Return what came out of a step; `number` says whose it is, if it is not plain to see."""
        if step.error is not None:
            return f"✗ {number}{self._say(Word.RAISED, step.error)}"
        if not step.ended:
            return f"? {number}{self._say(Word.NOT_OVER)}"
        if step.result in (None, "None"):
            return f"→ {number}{self._say(Word.DONE)}"
        return f"→ {number}{self._say(Word.RETURNED, step.result)}"

    def _bars(self, step: Step) -> str:
        return "│" * min(step.depth, MAX_DEPTH) + (" " if step.depth else "")

    def _line(self, step: Step, *parts: tuple[str, str]) -> None:
        from rich.text import Text

        line = Text(self._bars(step), style="dim", end="")
        for text, style in parts:
            line.append(text, style=f"not dim {style}" if "dim" not in style else style)
        self._console.print(line, soft_wrap=True)

    def _text(
        self, step: Step, text: str, style: str, *, hang: int = 0, link: str | None = None
    ) -> None:
        """Write `text` below a step's header, wrapped; `hang` indents all lines but the first."""
        columns = max(self._console.width - len(self._bars(step)) - 2, MIN_TEXT)
        full_style = f"{style} link {link}".strip() if link else style
        indent = " " * (len(text) - len(text.lstrip()))
        wrapped = wrap(text.strip(), columns, first=indent, rest=indent + " " * hang)
        for line in wrapped or [""]:
            self._line(step, ("  " + line, full_style))


def duration_text(seconds: float) -> str:
    """Return a duration as a person would say it."""
    if seconds < 0.0995:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def body_lines(body: str, say: Say | None = None) -> list[str]:
    """Return a JSON body as indented lines, without the fields that hold nothing.

    A request names about a hundred fields and leaves most of them empty; how many were left
    out is said in the last line.
    """
    try:
        value = json.loads(body)
    except ValueError:
        return body.splitlines()
    kept, left_out = _without_empty(value)
    lines = json.dumps(kept, indent=2, ensure_ascii=False).splitlines()
    if left_out:
        word = Word.EMPTY_FIELD if left_out == 1 else Word.EMPTY_FIELDS
        lines.append((say or speaker("en"))(word, left_out))
    return lines


def _without_empty(value: object) -> tuple[object, int]:
    """Return `value` without its empty fields, and how many those were.

    Fields begin with a capital letter. Other keys are data, as a volume's path is: they stay.
    """
    if isinstance(value, list):
        pairs = [_without_empty(item) for item in value]
        return [item for item, _ in pairs], sum(count for _, count in pairs)
    if not isinstance(value, dict):
        return value, 0
    kept, left_out = {}, 0
    for key, item in value.items():
        shorter, inner = _without_empty(item)
        left_out += inner
        if key[:1].isupper() and _says_nothing(shorter):
            left_out += 1
        else:
            kept[key] = shorter
    return kept, left_out


def _says_nothing(value: object) -> bool:
    if isinstance(value, list):
        return all(_says_nothing(item) for item in value)
    return value in (None, "", 0, False, {})
