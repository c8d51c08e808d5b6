"""A trace that was kept: read from a file, written to one, and told again.

Nothing here needs an engine, root or Linux: a trace is a file of text, one event a line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.recording import VERSION, Event
from walkthrough.source import Place
from walkthrough.step import Chapter, Output, Step, Teller, Topic


class NoTrace(Exception):
    """A file has no trace that can be read; the text says why."""


@dataclass(frozen=True, slots=True)
class KeptLesson:
    """What a trace has kept of a lesson."""

    id: str
    name: str
    module: str
    title: str
    reason: str
    since: str
    main: bool
    line: int
    place: Place | None


@dataclass(frozen=True, slots=True)
class Trace:
    """All events of one run."""

    events: Sequence[Event]

    @property
    def command(self) -> list[str]:
        """The command line that was traced, without the program."""
        return list(self.events[0]["command"])

    @property
    def data_root(self) -> str | None:
        """Where the engine's files were; nothing if the engine was not watched."""
        root: str | None = self.events[0]["data_root"]
        return root

    @property
    def trace_id(self) -> str:
        """The id that the engine was told, in 32 hex digits; nothing if it was told none."""
        return str(self.events[0].get("trace_id", ""))

    @property
    def within(self) -> str:
        """The span in another process that ran the command; nothing if none was named."""
        return str(self.events[0].get("within", ""))

    @property
    def span(self) -> str:
        """The command's own span, if another one ran it."""
        return str(self.events[0].get("span", ""))

    @property
    def status(self) -> int | None:
        """The exit status of the command, if it was seen."""
        status: int | None = self.events[-1].get("status")
        return status

    def of(self, kind: str) -> Iterator[Event]:
        """Yield the events of one kind."""
        return (event for event in self.events if event["event"] == kind)

    def lessons(self, lang: str = "en") -> dict[str, KeptLesson]:
        """Return the lessons by their ids, in `lang` as far as the trace has it."""
        return {event["id"]: kept_lesson(event, lang) for event in self.of("lesson")}

    def tell(self, teller: Teller, lang: str = "en") -> None:
        """Tell the whole story again.

        Raises:
            NoTrace: an event is not as it should be.
        """
        retelling = Retelling(self.lessons(lang))
        for number, event in enumerate(self.events, 1):
            try:
                retelling.tell(event, teller)
            except KeyError as error:
                raise NoTrace(f"line {number}: {event['event']} without {error}") from error
        teller.end()


class Retelling:
    """Turns events into what a teller hears, one after the other."""

    def __init__(self, lessons: dict[str, KeptLesson]) -> None:
        self._lessons = lessons
        self._steps: dict[int, Step] = {}  # that are open
        self._first: dict[str, int] = {}

    def tell(self, event: Event, teller: Teller) -> None:
        """Tell one event.

        Raises:
            KeyError: it lacks a field, or an event before it is missing.
        """
        match event["event"]:
            case "chapter":
                teller.chapter(Chapter(event["kind"], event["detail"], event["at"]))
            case "open":
                step = _step(event, self._steps, self._lessons)
                step.told_at = self._first.setdefault(event["lesson"], step.number)
                self._steps[step.number] = step
                teller.opened(step)
            case "outside":
                teller.outside(_effect(event))
            case "close":
                step = self._steps.pop(event["step"])
                step.ended, step.closed, step.duration = event["ended"], True, event["seconds"]
                step.result, step.error = event["result"], event["error"]
                step.over = event.get("clock") or 0.0
                teller.closed(step)
            case _:
                self._tell_inside(event, teller)

    def _tell_inside(self, event: Event, teller: Teller) -> None:
        match event["event"]:
            case "effect":
                teller.effect(self._steps[event["step"]], _effect(event))
            case "exchange":
                teller.exchange(self._steps[event["step"]], _exchange(event))
            case "output":
                output = Output(event["stream"], event["text"], event.get("clock", 0.0))
                teller.output(self._steps[event["step"]], output)


def kept_lesson(event: Event, lang: str) -> KeptLesson:
    """Return what an event says of a lesson, in `lang` as far as it can."""
    texts = event["texts"].get(lang) or event["texts"]["en"]
    go = event["go"]
    place = None
    if go is not None:
        names = ("repository", "tag", "path", "symbol", "first", "last")
        place = Place(*(go[name] for name in names))
    known = (event["id"], event["name"], event["module"], texts["title"], texts["why"])
    return KeptLesson(*known, texts.get("later", ""), event["main"], event["line"], place)


def _effect(event: Event) -> Effect:
    changed, clock = event.get("changed", True), event.get("clock", 0.0)
    return Effect(event["kind"], event["target"], event["detail"], changed, clock)


def _step(event: Event, steps: dict[int, Step], lessons: dict[str, KeptLesson]) -> Step:
    lesson = lessons[event["lesson"]]
    return Step(
        lesson=lesson,
        parent=steps.get(event["parent"]),
        depth=event["depth"],
        side=event["side"],
        line=lesson.line,
        arguments=[(pair["name"], pair["value"]) for pair in event["arguments"]],
        after_error=event["after_error"] or "",
        started=event["at"],
        began=event.get("clock", 0.0),
        span=event.get("span", ""),
        answers=event.get("answers", ""),
        number=event["step"],
    )


def _exchange(event: Event) -> Exchange:
    headers = tuple((pair["name"], pair["value"]) for pair in event["headers"])
    first, body = event["first_line"] or "", event["body"] or ""
    return Exchange(event["direction"], first, headers, body, clock=event.get("clock", 0.0))


def locate(lesson: Topic) -> Place | None:
    """Return the Go twin of a step, as the trace names it."""
    return lesson.place if isinstance(lesson, KeptLesson) else None


def read(path: Path) -> Trace:
    """Return the trace in a file.

    Raises:
        NoTrace: the file cannot be read, is none, or was written by a later version.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        raise NoTrace(f"{path}: {reason}") from error
    lines = text.removesuffix("\n").split("\n")  # not splitlines: a JSON text may hold U+2028
    events = [_event(path, number, line) for number, line in enumerate(lines, 1)]
    if not events or events[0]["event"] != "trace" or "version" not in events[0]:
        raise NoTrace(f"{path}: not a trace")
    if events[0]["version"] != VERSION:
        raise NoTrace(f"{path}: a trace of version {events[0]['version']}; this reads {VERSION}")
    if events[-1]["event"] != "end":
        raise NoTrace(f"{path}: the trace is cut off")
    return Trace(events)


def _event(path: Path, number: int, line: str) -> Event:
    try:
        event: Any = json.loads(line)
    except ValueError as error:
        raise NoTrace(f"{path}: line {number} is no JSON") from error
    if not isinstance(event, dict) or not isinstance(event.get("event"), str):
        raise NoTrace(f"{path}: line {number} is no event")
    return event


def write(trace: Trace, path: Path) -> None:
    """Write a trace to a file that its owner alone may read, whole or not at all."""
    lines = (json.dumps(event, ensure_ascii=False) for event in trace.events)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # What is no Unicode, as in odd file names, becomes an escape that JSON knows.
        with open(
            beside, "w", encoding="utf-8", errors="backslashreplace", opener=_private
        ) as file:
            file.writelines(f"{line}\n" for line in lines)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def last_run() -> Path:
    """Return where the trace of the last told run is kept."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    return Path(state) / "container-walkthrough" / "last.jsonl"
