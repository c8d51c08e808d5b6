"""The options of a told command: trace's own, among the words that belong to docker.

They stand anywhere before the image, as docker's flags do. To add one, add a line to `OPTIONS`
and a field to `TraceOptions`.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from walkthrough.choice import DEFAULT_DEPTH, Choice, matching
from walkthrough.sides import SIDES

if TYPE_CHECKING:
    from walkthrough.source import Place
    from walkthrough.step import Topic

DEEP = 99  # deeper than any call: everything, but told once


class WrongOption(Exception):
    """An option cannot be what it was said to be; the text says why."""


@dataclass(slots=True)
class TraceOptions:
    """What was asked for; `None`, empty or false where nothing was."""

    depth: int | str | None = None
    only: frozenset[str] = frozenset()
    focus: str = ""
    engine_start: bool = False
    save: tuple[Path, ...] = ()
    step: bool = False
    predict: bool = False
    fail_at: str = ""
    as_20_10: bool = False
    otlp: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its field in `TraceOptions`, what its value is called (if any), and help."""

    field: str
    value: str
    help: str
    read: Callable[[str], object] = str
    many: bool = False
    kept: bool = False  # whether a trace that was kept can be shown so
    spelled: str = ""

    @property
    def name(self) -> str:
        """The option as it is typed."""
        return self.spelled or "--" + self.field.replace("_", "-")


def _depth(text: str) -> int | str:
    if text == "all":
        return text
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise WrongOption(f"{text!r} is neither a number from 1 on nor `all`")
    return int(text)


def _sides(text: str) -> frozenset[str]:
    sides = [side.strip() for side in text.split(",")]
    for side in sides:
        if side not in SIDES:
            raise WrongOption(f"{side!r} is none of {', '.join(SIDES)}")
    return frozenset(sides)


def _file(text: str) -> Path:
    from walkthrough.renderers import UnknownEnding, ending_of

    path = Path(text)
    try:
        ending_of(path)
    except UnknownEnding as error:
        raise WrongOption(str(error)) from error
    if not path.absolute().parent.is_dir():
        raise WrongOption(f"there is no directory {str(path.parent)!r}")
    return path


def _receiver(text: str) -> str:
    from walkthrough import otlp

    try:
        otlp.endpoint(text)
        otlp.need_extra()
    except (ValueError, otlp.NotInstalled) as error:
        raise WrongOption(str(error)) from error
    return text


_OF_THE_COMMAND = ("name", "pull", "platform")  # docker's flags that are no container's

OPTIONS = (
    Option(
        "depth",
        "N|all",
        f"How far from the main road steps are told ({DEFAULT_DEPTH}); all: everything",
        _depth,
    ),
    Option("only", "SIDE,…", f"Tell some parts of Docker alone: {', '.join(SIDES)}", _sides),
    Option("focus", "STEP", "Tell one step and what is inside it, by Python or Go name or id"),
    Option("engine_start", "", "Tell how the engine starts and stops, too"),
    Option(
        "save",
        "FILE",
        "Keep the trace: .html, .jsonl, .svg or .txt (may be given again)",
        _file,
        True,
    ),
    Option(
        "otlp",
        "URL",
        "Send every step as a span to an OpenTelemetry receiver, as http://localhost:4318",
        _receiver,
    ),
    Option("step", "", "Stop before each step, and wait for a key; ? shows the keys"),
    Option("predict", "", "Ask what will happen before showing it, and mark the answers"),
    Option("fail_at", "STEP[:before|after]", "Make one step fail, and tell how all is undone"),
    Option(
        "as_20_10",
        "",
        "Let the engine leave behind what 20.10.13 does when a create fails",
        spelled="--as-20.10",
    ),
)


def split(
    words: Sequence[str],
    takes_value: Callable[[str], bool] | None = None,
    options: Iterable[Option] = OPTIONS,
) -> tuple[TraceOptions, list[str]]:
    """Part trace's own options from docker's words.

    `takes_value` says of a flag of docker's, as `--name` or `-v`, whether the next word is its
    value; the image, the first word that is neither, ends the search.

    Raises:
        WrongOption: a value is missing, or is not what it should be.
    """
    takes_value = takes_value or docker_takes_value
    found, rest = TraceOptions(), list(words)
    kept: list[str] = []
    ours = {option.name: option for option in options}
    while rest and rest[0] != "--" and rest[0].startswith("-") and rest[0] != "-":
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if name in ours:
            _take(found, ours[name], value if equals else None, rest)
            continue
        kept.append(word)
        if rest and not equals and _wants_more(word, takes_value):
            kept.append(rest.pop(0))
    return found, [*kept, *rest]


def given(**texts: str | Sequence[str] | None) -> TraceOptions:
    """Return options whose values were taken from a command line by somebody else.

    Raises:
        WrongOption: a value is not what it should be.
    """
    found = TraceOptions()
    for option in OPTIONS:
        value = texts.get(option.field)
        for text in [value] if isinstance(value, str) else value or ():
            _take(found, option, text, [])
    return found


def _take(found: TraceOptions, option: Option, value: str | None, rest: list[str]) -> None:
    if not option.value:
        if value is not None:
            raise WrongOption(f"{option.name}: takes no value")
        setattr(found, option.field, True)
        return
    if value is None:
        if not rest:
            raise WrongOption(f"{option.name}: needs a value, {option.value}")
        value = rest.pop(0)
    if not value:
        raise WrongOption(f"{option.name}: needs a value, {option.value}")
    try:
        read: Any = option.read(value)
    except WrongOption as error:
        raise WrongOption(f"{option.name}: {error}") from error
    if option.many:
        read = (*getattr(found, option.field), read)
    setattr(found, option.field, read)


def _wants_more(word: str, takes_value: Callable[[str], bool]) -> bool:
    """Tell whether the value of a flag of docker's is the next word."""
    if word.startswith("--"):
        return takes_value(word)
    for place, letter in enumerate(word[1:], 2):
        if takes_value(f"-{letter}"):
            return place == len(word)
    return False


def docker_takes_value(flag: str) -> bool:
    """Tell whether a flag of `docker create` is followed by a value."""
    name = flag.lstrip("-")
    return name in _OF_THE_COMMAND or name in _container_flags()


@cache
def _container_flags() -> frozenset[str]:
    """Return the names and letters of the flags for a container that take a value."""
    from cli.command.container.opts import add_flags
    from engine.vendor.spf13.pflag import FlagSet

    flags = FlagSet("create")
    add_flags(flags)
    valued = [flag for flag in flags.visit_all() if not flag.no_opt_def_val]
    return frozenset(name for flag in valued for name in (flag.name, flag.shorthand) if name)


def choice(
    options: TraceOptions, lessons: Iterable[Topic], locate: Callable[[Any], Place | None]
) -> Choice:
    """Return what to show. Who asks for one step or some parts sees all of them.

    Raises:
        WrongOption: there is no step as `focus` names it.
    """
    narrow = bool(options.focus or options.only)
    focus = _focus(options.focus, lessons, locate) if options.focus else frozenset()
    if options.depth == "all":
        return Choice(None, options.only, focus, engine=True)
    depth = options.depth if isinstance(options.depth, int) else DEEP if narrow else DEFAULT_DEPTH
    studied = bool(options.step or options.fail_at or options.as_20_10)
    return Choice(depth, options.only, focus, options.engine_start, studied)


def _focus(
    word: str, lessons: Iterable[Topic], locate: Callable[[Any], Place | None]
) -> frozenset[str]:
    known = []
    for lesson in lessons:
        place = locate(lesson)
        known.append((lesson.id, (lesson.name, place.symbol if place is not None else "")))
    found = matching(word, known)
    if not found:
        import difflib

        ends = {name.rsplit(".", 1)[-1] for id, names in known for name in (id, *names)}
        near = difflib.get_close_matches(word.rsplit(".", 1)[-1], ends)
        hint = f"; is it {' or '.join(near)}?" if near else ""
        raise WrongOption(f"--focus: no step is called {word!r}{hint}")
    return found


def usage(options: Iterable[Option] = OPTIONS) -> Iterator[str]:
    """Yield the lines that explain the options, as docker's own help does."""
    heads = [f"      {option.name} {option.value}".rstrip() for option in options]
    columns = max(map(len, heads)) + 3
    for head, option in zip(heads, options, strict=True):
        first, *rest = textwrap.wrap(option.help, 80 - columns, break_on_hyphens=False)
        yield head.ljust(columns) + first
        yield from (" " * columns + line for line in rest)
