"""The story as text for a person: colours on a terminal, plain text elsewhere.

One block a step, written when something happens in the step or when it is over; what it changes
follows as it happens, and a last line says what came out and how long it took. Everything goes to
stderr, since stdout belongs to the container's ID. 80 columns are enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from walkthrough.bodies import body_lines
from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.headings import HEADINGS, heading_of, in_short
from walkthrough.step import Chapter, Output, Step, Teller
from walkthrough.values import short_ids
from walkthrough.words import Say, Word, speaker
from walkthrough.wrap import width, wrap

if TYPE_CHECKING:
    from rich.console import Console

    from walkthrough.source import Place

PLAIN_WIDTH = 80
MAX_WIDTH = 110
MAX_DEPTH = 24
MIN_WIDTH = 24
MIN_TEXT = 18
_MAX_TARGET = 2000  # characters of a command
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
SIGNS = {"remove": "-", "run": "$", "connect": "~", "undo": "↩"}


def new_console(file: IO[str] | None = None, *, width: int = 0) -> Console:
    """Return a console on stderr (or `file`), as wide as said, else as a readable terminal."""
    from rich.console import Console

    console = Console(stderr=file is None, file=file, highlight=False, soft_wrap=True)
    natural = min(console.width, MAX_WIDTH) if console.is_terminal else PLAIN_WIDTH
    console.width = width or max(natural, MIN_WIDTH)
    return console


class Renderer(Teller):
    """Writes a story to a console, step by step.

    With `live`, what docker wrote for its user stands on the terminal already.
    """

    def __init__(
        self,
        console: Console,
        locate: Callable[[Any], Place | None],
        duration: Callable[[float], str] | None = None,
        say: Say | None = None,
        *,
        live: bool = True,
    ) -> None:
        self._console = console
        self._locate = locate
        self._duration = duration or duration_text
        self._say = say or speaker("en")
        self._live = live
        self._waiting: Step | None = None
        self._error = ""  # the error that was told last
        self._in_line = False  # docker wrote the beginning of a line

    # What the narrator tells.

    def chapter(self, chapter: Chapter) -> None:
        """A new part of the story begins; if its steps are left out, it is over."""
        self.flush()
        if chapter.kind not in HEADINGS:
            return  # of a trace that a later version wrote
        heading = heading_of(chapter.kind, chapter.detail, self._say)
        if chapter.steps:
            heading += in_short(chapter, self._say, self._duration)
        for number, line in enumerate(wrap(heading, self._console.width - 4)):
            self._console.print(f"{'' if number else chr(10)}## {line}", style="bold", markup=False)
        self._console.print()

    def opened(self, step: Step) -> None:
        """A step begins. It waits a moment: if nothing happens in it, one line may do."""
        self.flush()
        self._waiting = step

    def effect(self, step: Step, effect: Effect) -> None:
        """A step changed something on disk, mounted, or ran a command."""
        self.flush()
        sign = SIGNS.get(effect.kind, "+")
        detail = f"  ({effect.detail})" if effect.detail else ""
        verb = "" if effect.kind in ("run", "remove") else f"{effect.kind} "
        target = effect.target
        if len(target) > _MAX_TARGET:
            target = target[:_MAX_TARGET] + "…"
        self._text(step, f"{sign} {verb}{target}{detail}", "yellow", hang=4)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """Something went over the wire."""
        self.flush()
        arrow = ">" if exchange.direction == "sent" else "<"
        if exchange.first_line:
            self._text(step, f"{arrow} {exchange.first_line}", "bold blue", hang=4)
        for name, value in exchange.headers:
            self._text(step, f"{arrow} {name}: {value}", "blue", hang=4)
        columns = max(self._columns(step) - 4, MIN_TEXT)
        lines = body_lines(short_ids(exchange.body), self._say, columns)
        if exchange.lines is not None and len(lines) > exchange.lines + 1:
            word = Word.MORE_LINES if exchange.lines else Word.SAME_BODY
            more = self._say(word, len(lines) - exchange.lines)
            lines = [*lines[: exchange.lines], more]
        for line in lines:
            hang = len(line) - len(line.lstrip()) + 8
            self._text(step, f"{arrow}   {line}", "blue", hang=hang)

    def output(self, step: Step, output: Output) -> None:
        """Docker writes something for its user."""
        if not self._in_line:
            self.flush()
        self._in_line = not output.text.endswith("\n")
        if not self._live:
            self._console.print(output.text, end="", markup=False, emoji=False, soft_wrap=True)

    def closed(self, step: Step) -> None:
        """A step is over."""
        if self._waiting is step and self._at_once(step):
            return
        self.flush()
        if step.folded:
            kinds = ", ".join(f"{count} {kind}" for kind, count in step.folded.items())
            self._text(step, self._say(Word.MORE, kinds), "dim", hang=2)
        if _says_nothing_new(step):
            return
        number = f"{step.number} " if step.children else ""
        style = "bold red" if step.error is not None else "dim"
        self._text(step, f"{self._outcome(step, number)}  ({self._spent(step)})", style, hang=2)

    def note(self, text: str) -> None:
        """Say something that belongs to no step."""
        self.flush()
        self._console.print(text, style="bold", markup=False)

    def flush(self) -> None:
        """Write the step that waits, if one does."""
        if self._in_line:
            self._in_line = False
            self._console.print()
        step, self._waiting = self._waiting, None
        if step is None:
            return
        given = [f"{name}={value}" for name, value in step.arguments]
        fits = self._header(step, f"({', '.join(given)})" if given else "")
        self._explain(step)
        if fits or not given:
            return
        if step.told_at != step.number:
            self._text(step, f"({', '.join(given)})", "", hang=1)
            return
        for name, value in step.arguments:
            self._text(step, f"{name} = {value}", "", hang=2)

    # How it is laid out.

    def _header(self, step: Step, given: str, *, whole: bool = False) -> bool:
        """Write which step this is, and what it was given if that fits the line.

        With `whole`, write nothing unless all fits. What else does not fit goes to a line of
        its own.
        """
        assert step.lesson is not None
        colour = COLOURS.get(step.side, "white")
        parts = [(f"{step.number} ", "bold"), (step.lesson.name, f"bold {colour}")]
        remarks = [
            (f"  [{step.side}]" if step.side else "", colour),
            (f"  {self._see(step)}" if step.told_at < step.number else "", "dim"),
        ]
        used = width(self._bars(step) + "".join(text for text, _ in parts))
        fits = used + width(given + "".join(text for text, _ in remarks)) <= self._console.width
        if whole and not fits:
            return False
        if fits:
            parts.append((given, ""))
            used += width(given)
        late: list[tuple[str, str]] = []
        for text, style in remarks:
            used += width(text)
            (parts if used <= self._console.width else late).append((text, style))
        self._line(step, *parts)
        if late:
            self._line(step, *late)
        return fits

    def _at_once(self, step: Step) -> bool:
        """Write a step in which nothing happened with its outcome beside its name, if it fits."""
        if step.error is not None or step.after_error or step.folded:
            return False
        given = ", ".join(f"{name}={value}" for name, value in step.arguments)
        outcome = f"({given}) {self._outcome(step, '')}  ({self._spent(step)})"
        if not self._header(step, outcome, whole=True):
            return False
        self._waiting = None
        self._explain(step)
        return True

    def _explain(self, step: Step) -> None:
        """Write why a step is there, if it was not explained before."""
        lesson = step.lesson
        assert lesson is not None
        if step.after_error:
            self._text(step, self._say(Word.AFTER_ERROR, step.after_error), "red", hang=2)
        if step.told_at != step.number:
            return
        self._text(step, lesson.title, "bold")
        self._text(step, lesson.reason, "")
        mark = self._tell_since(step, lesson.since)
        path = lesson.module.replace(".", "/") + ".py"
        place = self._locate(lesson)
        here = f"{path}:{step.line}"
        if place is None:
            self._text(step, here, "dim")
            return
        self._text(step, f"{here} = {place.symbol}{mark}", "dim")
        self._line(step, (f"  {place.url}", f"dim link {place.url}"))

    def _tell_since(self, step: Step, since: str) -> str:
        """Write what Docker has changed since, its address on a line of its own.

        In the short story, return a mark instead that says that there is something.
        """
        told, _, address = since.rpartition("https://")
        if told and step.brief:
            return self._say(Word.CHANGED)
        if told:
            self._text(step, self._say(Word.SINCE, told.strip()), "italic")
            self._line(step, (f"  https://{address}", f"dim link https://{address}"))
        return ""

    def _see(self, step: Step) -> str:
        return self._say(Word.SEE_STEP, step.told_at)

    def _spent(self, step: Step) -> str:
        """Return the time a step took, and how many steps inside it were left out."""
        spent = self._duration(step.duration)
        if not step.left_out:
            return spent
        word = Word.INSIDE_ONE if step.left_out == 1 else Word.INSIDE
        return f"{spent}; {self._say(word, step.left_out)}"

    def _outcome(self, step: Step, number: str) -> str:
        """Return what came out of a step; `number` says whose it is, if it is not plain to see."""
        if step.error is not None:
            known, self._error = step.error == self._error, step.error
            text = self._say(Word.RAISED_TOO) if known else self._say(Word.RAISED, step.error)
            return f"✗ {number}{text}"
        if not step.ended:
            return f"? {number}{self._say(Word.NOT_OVER)}"
        if step.result in (None, "None"):
            return f"→ {number}{self._say(Word.DONE)}"
        return f"→ {number}{self._say(Word.RETURNED, step.result)}"

    def _bars(self, step: Step) -> str:
        """Return the bars of the steps around; in a narrow terminal fewer, for the text."""
        room = self._console.width * MAX_DEPTH // PLAIN_WIDTH
        return "│" * min(step.depth, MAX_DEPTH, room) + (" " if step.depth else "")

    def _columns(self, step: Step) -> int:
        return max(self._console.width - len(self._bars(step)) - 2, MIN_TEXT)

    def _line(self, step: Step, *parts: tuple[str, str]) -> None:
        from rich.text import Text

        line = Text(self._bars(step), style="dim", end="")
        for text, style in parts:
            line.append(text, style=f"not dim {style}" if "dim" not in style else style)
        self._console.print(line, soft_wrap=True)

    def _text(self, step: Step, text: str, style: str, *, hang: int = 0) -> None:
        """Write `text` below a step's header, wrapped; `hang` indents all lines but the first."""
        indent = " " * (len(text) - len(text.lstrip()))
        columns = self._columns(step)
        for line in wrap(text.strip(), columns, first=indent, rest=indent + " " * hang) or [""]:
            self._line(step, ("  " + line, style))


def _says_nothing_new(step: Step) -> bool:
    """Tell whether the end of a step that was explained before can go without saying."""
    known = step.told_at < step.number and not step.children
    return known and step.ended and step.error is None and step.result in (None, "None")


def duration_text(seconds: float) -> str:
    """Return a duration as a person would say it."""
    if seconds < 0.0995:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
