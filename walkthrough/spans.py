"""A story as spans of OpenTelemetry: one for each step, nested as the calls nest.

Ids follow from the trace's id and the order of steps, so a trace that is sent twice is the same
trace. Only this module and `otlp` load OpenTelemetry, which is an extra.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Event as SpanEvent
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.recording import version
from walkthrough.source import Place
from walkthrough.step import COMMAND_RUNS, Chapter, Output, Step, Teller, Topic

SERVICE = "container-walkthrough"
_CLIENT, _ENGINE = "client", "engine"  # the halves
# What only one half runs; a step of another side is in the half that called it.
_HALVES = {"cli": _CLIENT, "client": _CLIENT} | dict.fromkeys(
    ("api", "daemon", "image", "layer", "graphdriver", "volume", "container"), _ENGINE
)
_SENT = re.compile(r"([A-Z]+) ([^ ?]+)\S* HTTP/")
_RECEIVED = re.compile(r"HTTP/\S+ (\d{3})")
Attributes = dict[str, str | int | float | bool | tuple[str, ...]]


@dataclass(slots=True)
class _Draft:
    """A span that is not over."""

    context: SpanContext
    parent: SpanContext | None
    began: float
    request: str  # the span that it answers, in another process; empty for none
    half: str
    events: list[tuple[str, Mapping[str, Any], float]] = field(default_factory=list)
    more: Attributes = field(default_factory=dict)


class Spans(Teller):
    """Hears a story, and has its spans in `spans` when it is over.

    With a `command` there is a span around all of it. Without, the outermost steps belong to spans
    of another process. `theirs` tells that the engine's steps are sent by the engine itself. If the
    span around all is called `span`, it is part of a trace with others, inside `within`.
    """

    def __init__(
        self,
        trace_id: str,
        locate: Callable[[Any], Place | None],
        *,
        command: tuple[str, ...] = (),
        status: int | None = None,
        theirs: bool = False,
        within: str = "",
        span: str = "",
    ) -> None:
        self.spans: list[ReadableSpan] = []
        self._trace_id = trace_id
        self._seed = f"{trace_id}/{span}" if span else trace_id
        self._locate = locate
        self._command = command
        self._status = status
        self._theirs = theirs
        self._resource = Resource.create({"service.name": SERVICE, "service.version": version()})
        self._scope = InstrumentationScope(SERVICE, version())
        self._open: dict[int, _Draft] = {}
        self._counts: Counter[str] = Counter()
        self._half = _CLIENT  # of what nobody called
        self._now = time.time()  # for a trace that does not know when it was
        self._last = 0.0
        parent = self._context(int(within, 16), remote=True) if within else None
        self._root = self._draft("", parent, 0.0, span) if command else None

    # What is heard.

    def chapter(self, chapter: Chapter) -> None:
        """A new part begins: an event of the span around all."""
        self._half = _CLIENT if chapter.kind == COMMAND_RUNS else _ENGINE
        if self._root is not None:
            self._event(self._root, chapter.kind, {"detail": chapter.detail}, self._last)

    def opened(self, step: Step) -> None:
        """A step begins."""
        around = self._open.get(step.parent.number) if step.parent is not None else self._root
        request = step.answers or (around.request if around is not None else "")
        parent = around.context if around is not None else None
        if step.answers:
            parent = self._context(int(step.answers, 16), remote=True)
        began = step.began or self._now + step.started
        half = _ENGINE if request else _HALVES.get(step.side) or self._half_of(step.parent)
        draft = self._open[step.number] = self._draft(request, parent, began, step.span, half)
        if self._root is not None and not self._root.began:
            self._root.began = draft.began
        self._last = max(self._last, draft.began)

    def effect(self, step: Step, effect: Effect) -> None:
        """A step changed something."""
        self._event(self._open[step.number], effect.kind, _change(effect), effect.clock)

    def outside(self, effect: Effect) -> None:
        """Something changed while no step was open."""
        if self._root is not None:
            self._event(self._root, effect.kind, _change(effect), effect.clock)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """A step sent or received something."""
        draft = self._open[step.number]
        head = {f"http.header.{name.lower()}": value for name, value in exchange.headers}
        told = {"first_line": exchange.first_line, "body": exchange.body, **head}
        held: Attributes = {name: value for name, value in told.items() if value}
        self._event(draft, f"http.{exchange.direction}", held, exchange.clock)
        if sent := _SENT.match(exchange.first_line):
            draft.more |= {"http.request.method": sent[1], "url.path": sent[2]}
        if received := _RECEIVED.match(exchange.first_line):
            draft.more["http.response.status_code"] = int(received[1])

    def output(self, step: Step, output: Output) -> None:
        """A step wrote something for the user."""
        told: Attributes = {"stream": output.stream, "text": output.text}
        self._event(self._open[step.number], "output", told, output.clock)

    def closed(self, step: Step) -> None:
        """A step is over."""
        draft = self._open.pop(step.number)
        over = step.over or draft.began + step.duration
        self._last = max(self._last, over)
        if draft.request and self._theirs:
            return
        status = Status(StatusCode.UNSET)
        if step.error is not None:
            kind, _, text = step.error.partition(": ")
            told: Attributes = {"exception.type": kind, "exception.message": text}
            self._event(draft, "exception", told, over)
            status = Status(StatusCode.ERROR, step.error)
        name = _name(step, self._locate)
        attributes = {**self._attributes(step, draft), **draft.more}
        self._end(draft, name, _kind(step), attributes, status, over)

    def end(self) -> None:
        """The story is over."""
        if self._root is None:
            return
        self._root.began = self._root.began or self._now
        failed = bool(self._status)
        status = Status(StatusCode.ERROR, f"exit status {self._status}") if failed else Status()
        told: Attributes = {"process.command_args": ("docker", *self._command)}
        if self._status is not None:
            told["process.exit.code"] = self._status
        self._end(self._root, self._title(), SpanKind.INTERNAL, told, status, self._last)

    def _title(self) -> str:
        """Return the command without what is special about this one."""
        words = self._command
        end = words.index("create") + 1 if "create" in words else 1
        return " ".join(("docker", *words[:end]))

    # What spans are made of.

    def _half_of(self, step: Step | None) -> str:
        draft = self._open.get(step.number) if step is not None else None
        return draft.half if draft is not None else self._half

    def _draft(
        self,
        request: str,
        parent: SpanContext | None,
        began: float,
        span: str = "",
        half: str = _CLIENT,
    ) -> _Draft:
        self._counts[request] += 1
        text = f"{self._seed}/{request}/{self._counts[request]}"
        id = span or hashlib.sha256(text.encode()).hexdigest()[:16]
        return _Draft(self._context(int(id, 16)), parent, began, request, half)

    def _context(self, span: int, *, remote: bool = False) -> SpanContext:
        flags = TraceFlags(TraceFlags.SAMPLED)
        return SpanContext(int(self._trace_id, 16), span, remote, flags)

    def _event(self, draft: _Draft, name: str, told: Mapping[str, Any], clock: float) -> None:
        draft.events.append((name, told, clock))

    def _end(
        self,
        draft: _Draft,
        name: str,
        kind: SpanKind,
        told: Attributes,
        status: Status,
        over: float,
    ) -> None:
        over = max(over, draft.began)
        # A change is noticed a moment after it was made, which may be after the step.
        events = [
            SpanEvent(event, dict(held), _nanoseconds(min(max(clock, draft.began), over)))
            for event, held, clock in draft.events
        ]
        self.spans.append(
            ReadableSpan(
                name,
                draft.context,
                draft.parent,
                self._resource,
                told,
                events,
                kind=kind,
                status=status,
                start_time=_nanoseconds(draft.began),
                end_time=_nanoseconds(over),
                instrumentation_scope=self._scope,
            )
        )

    def _attributes(self, step: Step, draft: _Draft) -> Attributes:
        lesson = step.lesson
        assert lesson is not None
        told: Attributes = {
            "code.function.name": f"{lesson.module}.{lesson.name}",
            "code.file.path": f"{lesson.module.replace('.', '/')}.py",
            "code.line.number": step.line,
            "walkthrough.step": step.number,
            "walkthrough.lesson": lesson.id,
            "walkthrough.title": lesson.title,
            "walkthrough.side": step.side,
            "walkthrough.half": draft.half,
            "walkthrough.main_road": lesson.main,
            "walkthrough.seconds": step.duration,
        }
        place = self._locate(lesson)
        if place is not None:
            told |= {"walkthrough.go.symbol": place.symbol, "walkthrough.go.url": place.url}
        told |= {f"walkthrough.argument.{name}": value for name, value in step.arguments}
        if step.result is not None:
            told["walkthrough.result"] = step.result
        if step.after_error:
            told["walkthrough.after_error"] = step.after_error
        if not step.ended:
            told["walkthrough.ended"] = False
        return told


def _change(effect: Effect) -> Attributes:
    told: Attributes = {"target": effect.target}
    if effect.detail:
        told["detail"] = effect.detail
    return told if effect.changed else {**told, "changed": False}


def _name(step: Step, locate: Callable[[Topic], Place | None]) -> str:
    """Return what the step is called in Go, else in Python."""
    assert step.lesson is not None
    place = locate(step.lesson)
    return place.symbol if place is not None else step.lesson.name


def _kind(step: Step) -> SpanKind:
    if step.span:
        return SpanKind.CLIENT
    return SpanKind.SERVER if step.answers else SpanKind.INTERNAL


def _nanoseconds(clock: float) -> int:
    return round(clock * 1_000_000) * 1_000
