"""What the page knows: a trace, arranged for looking things up from any moment of it."""

from __future__ import annotations

import shlex
from typing import Any

from walkthrough.bodies import body_lines
from walkthrough.headings import HEADINGS, heading_of
from walkthrough.lesson_languages import LANGUAGES
from walkthrough.page.files import Files
from walkthrough.page.labels import labels
from walkthrough.page.stack import Stack
from walkthrough.recording import Event
from walkthrough.render import SIGNS
from walkthrough.trace_file import Trace
from walkthrough.values import short_ids
from walkthrough.words import speaker

Model = dict[str, Any]


def model(trace: Trace, lang: str) -> Model:
    """Return everything that the page shows, as values that JSON can hold."""
    arranged = _Arranged(trace)
    return {
        "lang": lang,
        "words": {lang: labels(lang) for lang in LANGUAGES},
        "program": trace.events[0]["program"],
        "docker": trace.events[0]["docker"],
        "command": shlex.join(["docker", *trace.command]),
        "root": trace.data_root or "",
        "status": trace.status,
        "stoppedEarly": trace.events[-1].get("stopped_early"),
        "lessons": arranged.lessons,
        "chapters": arranged.chapters,
        "steps": arranged.steps,
        "exchanges": arranged.exchanges,
        "events": arranged.events,
        "files": arranged.files.rows(),
        "stacks": arranged.stack.pictures,
    }


class _Arranged:
    """Lessons, steps and so on, each in a list of its own, which the events point into."""

    def __init__(self, trace: Trace) -> None:
        self.lessons: list[Model] = []
        self.chapters: list[Model] = []
        self.steps: list[Model] = []
        self.exchanges: list[Model] = []
        self.events: list[list[Any]] = []
        root = trace.data_root or ""
        self.files, self.stack = Files(root), Stack(root)
        self._known: dict[str, int] = {}  # lesson -> its place in the list
        self._steps: dict[int, int] = {}
        for event in trace.events:
            take = getattr(self, f"_{event['event']}", None)
            if take is not None:
                take(event)

    def _lesson(self, event: Event) -> None:
        self._known[event["id"]] = len(self.lessons)
        names = ("id", "name", "line", "main", "texts", "go")
        path = event["module"].replace(".", "/") + ".py"
        self.lessons.append({**{name: event[name] for name in names}, "path": path})

    def _chapter(self, event: Event) -> None:
        kind, detail = event["kind"], event["detail"]
        if kind not in HEADINGS:
            return  # of a trace that a later version wrote
        headings = {lang: heading_of(kind, detail, speaker(lang)) for lang in LANGUAGES}
        self.events.append(["chapter", len(self.chapters)])
        self.chapters.append({"kind": kind, "headings": headings})

    def _open(self, event: Event) -> None:
        number = event["step"]
        self._steps[number] = len(self.steps)
        self.events.append(["open", len(self.steps)])
        self.steps.append(
            {
                "number": number,
                "parent": self._steps.get(event["parent"], -1),
                "lesson": self._known[event["lesson"]],
                "side": event["side"],
                "arguments": [[pair["name"], pair["value"]] for pair in event["arguments"]],
                "afterError": event["after_error"],
                "ended": False,
                "closed": None,  # number of the event
            }
        )

    def _close(self, event: Event) -> None:
        place = self._steps[event["step"]]
        told = {name: event[name] for name in ("ended", "result", "error", "seconds")}
        self.steps[place].update(told, closed=len(self.events))
        self.events.append(["close", place])

    def _effect(self, event: Event) -> None:
        kind, target, detail = event["kind"], event["target"], event["detail"]
        if not event.get("changed", True):
            return
        moment = len(self.events)
        landing = self.files.landing(target.rstrip("/"))
        self.files.take(moment, kind, target, detail)
        self.stack.take(moment, kind, target, detail, landing)
        told = [SIGNS.get(kind, "+"), kind, short_ids(target), detail]
        self.events.append(["effect", self._steps[event["step"]], *told])

    def _output(self, event: Event) -> None:
        place = self._steps.get(event["step"], -1)
        self.events.append(["output", place, event["stream"], event["text"]])

    def _exchange(self, event: Event) -> None:
        body = event["body"] or ""
        lines = {lang: body_lines(body, speaker(lang)) for lang in LANGUAGES}
        self.events.append(["exchange", self._steps[event["step"]], len(self.exchanges)])
        self.exchanges.append(
            {
                "sent": event["direction"] == "sent",
                "first": event["first_line"] or "",
                "headers": [[pair["name"], pair["value"]] for pair in event["headers"]],
                "lines": lines if body else None,
            }
        )
