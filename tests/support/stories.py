"""Traces made by hand, event by event, for tests of what shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from walkthrough.trace_file import Trace

ROOT = "/srv/engine"
UPPER, INIT, LOW, LOWER = "a" * 64, "a" * 64 + "-init", "b" * 64, "c" * 64


class Story:
    """Builds a trace event by event, as the recorder would."""

    def __init__(self, *command: str) -> None:
        self._events: list[dict[str, Any]] = [
            {
                "event": "trace",
                "version": 1,
                "program": "container-walkthrough 0",
                "docker": "20.10.13",
                "command": list(command or ("container", "create", "busybox")),
                "data_root": ROOT,
            }
        ]
        self._open: list[int] = []
        self._steps = 0
        self._lessons: set[str] = set()

    def chapter(self, kind: str, detail: str = "") -> Self:
        self._events.append({"event": "chapter", "kind": kind, "detail": detail, "at": 0.0})
        return self

    def open(self, name: str, /, *, main: bool = True, **arguments: str) -> Self:
        if name not in self._lessons:
            self._lessons.add(name)
            self._events.append(_lesson(name, main))
        self._steps += 1
        self._events.append(
            {
                "event": "open",
                "step": self._steps,
                "parent": self._open[-1] if self._open else 0,
                "depth": len(self._open),
                "lesson": f"id.{name}",
                "side": "daemon",
                "at": 0.0,
                "arguments": [{"name": n, "value": v} for n, v in arguments.items()],
                "after_error": None,
            }
        )
        self._open.append(self._steps)
        return self

    def effect(self, kind: str, target: str, detail: str = "") -> Self:
        return self._add("effect", kind=kind, target=target, detail=detail)

    def exchange(self, direction: str, first: str, body: str = "") -> Self:
        headers = [{"name": "Host", "value": "docker"}]
        told = {"direction": direction, "first_line": first, "headers": headers}
        return self._add("exchange", **told, body=body or None)

    def output(self, text: str) -> Self:
        return self._add("output", stream="stdout", text=text)

    def close(self, result: str | None = None, error: str | None = None) -> Self:
        told = {"ended": error is None, "result": result, "error": error, "seconds": 0.001}
        self._add("close", **{**told, "ended": True})
        self._open.pop()
        return self

    def _add(self, event: str, **fields: Any) -> Self:
        self._events.append({"event": event, "step": self._open[-1], **fields})
        return self

    def trace(self, status: int = 0) -> Trace:
        while self._open:
            self.close()
        end = {"event": "end", "status": status, "stopped_early": None}
        return Trace([*self._events, end])


def _lesson(name: str, main: bool) -> dict[str, Any]:
    url = f"https://github.com/moby/moby/blob/v20.10.13/daemon/{name}.go#L1-L9"
    return {
        "event": "lesson",
        "id": f"id.{name}",
        "name": name,
        "module": "engine.daemon.create",
        "line": 7,
        "section": None,
        "main": main,
        "texts": {
            "en": {"title": f"Title of {name}", "why": f"Because of `{name}`."},
            "zh": {"title": f"{name} 的标题", "why": f"因为 `{name}`。"},
        },
        "go": {
            "repository": "moby/moby",
            "tag": "v20.10.13",
            "path": f"daemon/{name}.go",
            "symbol": name.title(),
            "first": 1,
            "last": 9,
            "url": url,
        },
    }


def overlay(lowers: Sequence[str], upper: str, *, root: str = ROOT) -> str:
    """The command that mounts an overlay, as it is recorded."""
    home = f"{root}/overlay2"
    below = ":".join(f"{home}/{lower}" for lower in lowers)
    options = f"lowerdir={below},upperdir={home}/{upper}/diff,workdir={home}/{upper}/work"
    return f"/usr/bin/mount -t overlay -o index=off,{options} overlay {home}/{upper}/merged"


def small() -> Trace:
    """A short story with everything in it."""
    story = Story("container", "create", "-e", "A=b", "busybox")
    story.chapter("engine-start").open("start").effect("mkdir", "overlay2/", "mode 0710").close()
    story.chapter("command", "docker container create busybox")
    story.open("run_create", argv="['busybox']")
    story.open("post", path="'/containers/create'")
    story.exchange("sent", "POST /v1.41/containers/create HTTP/1.1", '{"Image": "busybox"}')
    story.open("create").open("helper", main=False)
    story.effect("mkdir", "containers/f00/", "mode 0710").close("'f00'")
    story.open("mkdir", path="'overlay2/one'")
    story.effect("mkdir", f"overlay2/{'a' * 12}…/", "mode 0710").close()
    story.effect("create", "containers/f00/config.v2.json", "mode 0644, 9 bytes").close()
    story.exchange("received", "HTTP/1.1 201 Created", '{"Id": "f00"}').close("Response")
    story.output("f00\n").close()
    return story.chapter("engine-stop").trace()


def long(steps: int) -> Trace:
    """A story of many steps, nested and flat, each of which changes something."""
    story = Story().chapter("command", "docker container create busybox")
    story.open("outer")
    for number in range(1, steps):
        story.open(f"step_{number % 90}", path=f"'folder{number % 25}/file{number}'")
        story.effect("create", f"folder{number % 25}/file{number}", "mode 0644")
        if number % 5:
            story.close(f"'{number}'")
        elif number % 25 == 0:
            for _ in range(5):
                story.close()
    return story.trace()
