"""Keeps a story as a trace: events that say everything, in the order of telling.

The events and their fields are described in docs/trace-format.md and docs/trace.schema.json.
Whatever was shown, a trace has it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata
from typing import TYPE_CHECKING, Any

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.step import Chapter, Output, Step, Teller

if TYPE_CHECKING:
    from walkthrough.lesson import Lesson
    from walkthrough.source import Place

VERSION = 1
DOCKER = "20.10.13"
Event = dict[str, Any]


class Recorder(Teller):
    """Keeps what it hears, and turns it into events when they are asked for."""

    def __init__(self, command: Sequence[str], data_root: str | None) -> None:
        self._command = list(command)
        self.data_root = data_root
        self._heard: list[tuple[Any, ...]] = []  # what it becomes an event with, and of what
        self._began: float | None = None
        self.trace_id = ""  # which the engine was told, if it was told one

    # What is heard: little is done here, since the story waits.

    def chapter(self, chapter: Chapter) -> None:
        """A new part of the story begins."""
        self._hear(self._chapter, chapter)

    def opened(self, step: Step) -> None:
        """A step begins."""
        self._hear(self._opened, step, step.started)

    def effect(self, step: Step, effect: Effect) -> None:
        """A step changed something."""
        self._hear(_effect, step, effect)

    def outside(self, effect: Effect) -> None:
        """Something changed while no step was open."""
        self._hear(_outside, effect)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """A step sent or received something."""
        self._hear(_exchange, step, exchange)

    def output(self, step: Step, output: Output) -> None:
        """A step wrote something for the user."""
        self._hear(_output, step, output)

    def closed(self, step: Step) -> None:
        """A step is over."""
        self._hear(_closed, step)

    def _hear(self, become: Callable[..., Event], *what: Any) -> None:
        self._heard.append((become, *what))

    # What it becomes.

    def _chapter(self, chapter: Chapter) -> Event:
        at = self._at(chapter.at)
        return {"event": "chapter", "kind": chapter.kind, "detail": chapter.detail, "at": at}

    def _opened(self, step: Step, started: float) -> Event:
        assert step.lesson is not None
        return {
            "event": "open",
            "step": step.number,
            "parent": step.parent.number if step.parent is not None else 0,
            "depth": step.depth,
            "lesson": step.lesson.id,
            "side": step.side,
            "at": self._at(started),
            **_clock(step.began),
            "arguments": [{"name": name, "value": value} for name, value in step.arguments],
            "after_error": step.after_error or None,
            **({"span": step.span} if step.span else {}),
            **({"answers": step.answers} if step.answers else {}),
        }

    def _at(self, moment: float) -> float:
        if self._began is None:
            self._began = moment
        return round(max(moment - self._began, 0.0), 6)

    def _events(self, describe: Callable[[str, int], Event]) -> Iterator[Event]:
        described: set[str] = set()
        for become, *what in self._heard:
            event = become(*what)
            if event["event"] == "open" and event["lesson"] not in described:
                described.add(event["lesson"])
                yield describe(event["lesson"], what[0].line)
            yield event

    # What is kept.

    def events(self, describe: Callable[[str, int], Event], **end: Any) -> list[Event]:
        """Return the whole trace; `describe` tells about a lesson by its id and line.

        `end` are fields of the last event: the exit status, and what went wrong with the telling.
        """
        head = {
            "event": "trace",
            "version": VERSION,
            "program": f"container-walkthrough {version()}",
            "docker": DOCKER,
            "command": self._command,
            "data_root": self.data_root,
            **({"trace_id": self.trace_id} if self.trace_id else {}),
        }
        return [head, *self._events(describe), {"event": "end", **end}]


def _effect(step: Step, effect: Effect) -> Event:
    return {"event": "effect", "step": step.number, **_change(effect)}


def _outside(effect: Effect) -> Event:
    return {"event": "outside", **_change(effect)}


def _exchange(step: Step, exchange: Exchange) -> Event:
    return {
        "event": "exchange",
        "step": step.number,
        "direction": exchange.direction,
        "first_line": exchange.first_line or None,
        "headers": [{"name": name, "value": value} for name, value in exchange.headers],
        "body": exchange.body or None,
        **_clock(exchange.clock),
    }


def _output(step: Step, output: Output) -> Event:
    told = {"step": step.number, "stream": output.stream, "text": output.text}
    return {"event": "output", **told, **_clock(output.clock)}


def _closed(step: Step) -> Event:
    return {
        "event": "close",
        "step": step.number,
        "ended": step.ended,
        "result": step.result,
        "error": step.error,
        "seconds": round(step.duration, 6),
        **_clock(step.over),
    }


def _change(effect: Effect) -> Event:
    told: Event = {"kind": effect.kind, "target": effect.target, "detail": effect.detail}
    told |= _clock(effect.clock)
    return told if effect.changed else {**told, "changed": False}


def _clock(moment: float) -> Event:
    """Return the field that holds a moment, if it is known."""
    return {"clock": round(moment, 6)} if moment else {}


def version() -> str:
    """Return the version of this program, as far as it is known."""
    try:
        return metadata.version("container-walkthrough")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def describer(
    lessons: Iterable[Lesson], locate: Callable[[Any], Place | None]
) -> Callable[[str, int], Event]:
    """Return what describes the lessons of a trace, with their texts in all languages."""
    from walkthrough import lesson_languages

    known = {lesson.id: lesson for lesson in lessons}
    others = {lang: lesson_languages.read(lang) for lang in lesson_languages.LANGUAGES[1:]}

    def describe(id: str, line: int) -> Event:
        lesson = known[id]
        texts = {"en": _texts(lesson.title, lesson.reason, lesson.since)}
        for lang, told in others.items():
            if id in told:
                texts[lang] = _texts(*told[id], lesson_languages.read_later(lang).get(id, ""))
        return {
            "event": "lesson",
            "id": id,
            "name": lesson.name,
            "module": lesson.module,
            "line": line,
            "section": lesson.section or None,
            "main": lesson.main,
            "texts": texts,
            "go": _go(locate(lesson)),
        }

    return describe


def _texts(title: str, why: str, later: str) -> dict[str, str]:
    texts = {"title": title, "why": why}
    return {**texts, "later": later} if later else texts


def _go(place: Place | None) -> Event | None:
    if place is None:
        return None
    return {
        "repository": place.repository,
        "tag": place.tag,
        "path": place.path,
        "symbol": place.symbol,
        "first": place.first,
        "last": place.last,
        "url": place.url,
    }
