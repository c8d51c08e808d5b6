"""Small traces made by hand: what a run would have kept, without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from walkthrough.recording import Event
from walkthrough.trace_file import Trace

ROOT = "/var/lib/small"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: its lesson, and what happens in it, in order: calls, changes, events."""

    id: str
    side: str = "daemon"
    main: bool = True
    module: str = "engine.daemon.create"
    inside: Sequence[Call | str | Event] = ()
    arguments: Sequence[tuple[str, str]] = ()
    result: str | None = "None"
    error: str | None = None
    after_error: str | None = None
    seconds: float = 0.001


def call(id: str, *inside: Call | str | Event, **more: Any) -> Call:
    """Return a call; a text inside is a change, as `mkdir a/ (mode 0755)`."""
    return Call(id=id, inside=inside, **more)


def chapter(kind: str, detail: str = "") -> Event:
    """Return the event that begins a part of the story."""
    return {"event": "chapter", "kind": kind, "detail": detail, "at": 0.0}


def trace(*story: Call | Event, command: Sequence[str] = ("container", "create", "bb")) -> Trace:
    """Return the trace of a story."""
    return Trace(list(_Maker().events(story, list(command))))


class _Maker:
    def __init__(self) -> None:
        self._number = 0
        self._known: set[str] = set()
        self._clock = 0.0

    def events(self, story: Sequence[Call | Event], command: list[str]) -> Iterator[Event]:
        yield {
            "event": "trace",
            "version": 1,
            "program": "container-walkthrough 0",
            "docker": "20.10.13",
            "command": command,
            "data_root": ROOT,
        }
        for item in story:
            yield from self._item(item, 0, 0)
        yield {"event": "end", "status": 0, "stopped_early": None}

    def _item(self, item: Call | str | Event, parent: int, depth: int) -> Iterator[Event]:
        if isinstance(item, Call):
            yield from self._call(item, parent, depth)
        elif isinstance(item, str):
            yield {"event": "effect", "step": parent, **_change(item)}
        else:
            yield item if item["event"] == "chapter" else {**item, "step": parent}

    def _call(self, call: Call, parent: int, depth: int) -> Iterator[Event]:
        if call.id not in self._known:
            self._known.add(call.id)
            yield _lesson(call)
        self._number += 1
        number, began = self._number, self._clock
        yield {
            "event": "open",
            "step": number,
            "parent": parent,
            "depth": depth,
            "lesson": call.id,
            "side": call.side,
            "at": began,
            "arguments": [{"name": name, "value": value} for name, value in call.arguments],
            "after_error": call.after_error,
        }
        for item in call.inside:
            yield from self._item(item, number, depth + 1)
        self._clock = max(self._clock, began + call.seconds)
        yield {
            "event": "close",
            "step": number,
            "ended": True,
            "result": call.result if call.error is None else None,
            "error": call.error,
            "seconds": call.seconds,
        }


def _change(text: str) -> Event:
    kind, _, rest = text.partition(" ")
    target, _, detail = rest.partition(" (")
    return {"kind": kind, "target": target, "detail": detail.removesuffix(")")}


def _lesson(call: Call) -> Event:
    name = call.id.rsplit(".", 1)[-1]
    path = call.module.replace(".", "/")
    return {
        "event": "lesson",
        "id": call.id,
        "name": name,
        "module": call.module,
        "line": 10,
        "section": None,
        "main": call.main,
        "texts": {
            "en": {"title": f"About {name}", "why": f"So there is {name}."},
            "zh": {"title": f"关于 {name}", "why": f"于是有了 {name}。"},
        },
        "go": {
            "repository": "moby/moby",
            "tag": "v20.10.13",
            "path": f"{path}.go",
            "symbol": f"(*Daemon).{name}",
            "first": 1,
            "last": 9,
            "url": f"https://github.com/moby/moby/blob/v20.10.13/{path}.go#L1-L9",
        },
    }
