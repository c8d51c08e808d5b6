"""Keeps a story as a trace: events that say everything, in the order of telling.

The events and their fields are described in docs/trace-format.md and docs/trace.schema.json.
Whatever was shown, a trace has it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    """Turns what it hears into events."""

    def __init__(self, command: Sequence[str], data_root: str | None) -> None:
        self._command = list(command)
        self.data_root = data_root
        self._heard: list[Event] = []
        self._lines: dict[str, int] = {}  # lesson -> line of its function
        self._modules: dict[str, str] = {}
        self._began: float | None = None
        self.trace_id = ""  # which the engine was told, if it was told one

    # What is heard.

    def chapter(self, chapter: Chapter) -> None:
        """A new part of the story begins."""
        self._add("chapter", kind=chapter.kind, detail=chapter.detail, at=self._at(chapter.at))

    def opened(self, step: Step) -> None:
        """A step begins."""
        assert step.lesson is not None
        if step.lesson.id not in self._lines:
            self._lines[step.lesson.id] = step.line
            self._add("lesson", id=step.lesson.id)
        self._add(
            "open",
            step=step.number,
            parent=step.parent.number if step.parent is not None else 0,
            depth=step.depth,
            lesson=step.lesson.id,
            side=step.side,
            at=self._at(step.started),
            **_clock(step.began),
            arguments=[{"name": name, "value": value} for name, value in step.arguments],
            after_error=step.after_error or None,
            **({"span": step.span} if step.span else {}),
            **({"answers": step.answers} if step.answers else {}),
        )

    def effect(self, step: Step, effect: Effect) -> None:
        """A step changed something."""
        self._add("effect", step=step.number, **_change(effect))

    def outside(self, effect: Effect) -> None:
        """Something changed while no step was open."""
        self._add("outside", **_change(effect))

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """A step sent or received something."""
        self._add(
            "exchange",
            step=step.number,
            direction=exchange.direction,
            first_line=exchange.first_line or None,
            headers=[{"name": name, "value": value} for name, value in exchange.headers],
            body=exchange.body or None,
            **_clock(exchange.clock),
        )

    def output(self, step: Step, output: Output) -> None:
        """A step wrote something for the user."""
        self._add(
            "output",
            step=step.number,
            stream=output.stream,
            text=output.text,
            **_clock(output.clock),
        )

    def closed(self, step: Step) -> None:
        """A step is over."""
        self._add(
            "close",
            step=step.number,
            ended=step.ended,
            result=step.result,
            error=step.error,
            seconds=round(step.duration, 6),
            **_clock(step.over),
        )

    def _add(self, event: str, **fields: Any) -> None:
        self._heard.append({"event": event, **fields})

    def _at(self, moment: float) -> float:
        if self._began is None:
            self._began = moment
        return round(max(moment - self._began, 0.0), 6)

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
        lessons = {id: describe(id, line) for id, line in self._lines.items()}
        whole = (lessons[e["id"]] if e["event"] == "lesson" else e for e in self._heard)
        return [head, *whole, {"event": "end", **end}]


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
