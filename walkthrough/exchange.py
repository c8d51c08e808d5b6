"""The HTTP that goes over the wire, taken from the bytes and headers that really travel.

What our client sends and gets back is taken from its connection, whose functions are watched as any
step is. Registries are asked through `http.client`: its audit event tells what is sent.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from walkthrough.values import HIDDEN, is_secret

MAX_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Exchange:
    """One part of a request or an answer: a head (first line and headers), or a body."""

    direction: str  # "sent" or "received"
    first_line: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    lines: int | None = None  # of the body, that a view wants shown
    clock: float = field(default_factory=time.time, compare=False, repr=False)


def parse_sent(data: bytes) -> Exchange | None:
    """Read what the client handed to its socket: a request's head, or its body."""
    head, separator, rest = data.partition(b"\r\n\r\n")
    if separator and b" HTTP/1." in head.partition(b"\r\n")[0]:
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = tuple(_header(line) for line in lines)
        return Exchange("sent", first, headers, _body(rest))
    body = _body(data)
    return Exchange("sent", body=body) if body else None


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    hidden = is_secret(name) or name.lower() in {"x-registry-auth", "authorization"}
    return name, HIDDEN if hidden else value.strip()


def _body(data: bytes) -> str:
    """Return a JSON body as text; other bodies are told by their size."""
    if not data:
        return ""
    if len(data) > MAX_BODY:
        return f"<{len(data)} bytes>"
    try:
        text = data.decode()
        json.loads(text)
    except ValueError:
        return f"<{len(data)} bytes>"
    return text


class Tap:
    """Listens to both directions and calls `report(exchange)` in the client's thread."""

    def __init__(self, report: Callable[[Exchange], None]) -> None:
        from engine.golang.http_response import Response  # not where a trace is only read

        self._report = report
        self._response = Response

    def sent(self, data: object) -> None:
        """Take what a client hands to its socket."""
        if not isinstance(data, bytes | bytearray):
            return
        exchange = parse_sent(bytes(data))
        if exchange is not None:
            self._report(exchange)

    def answered(self, value: object) -> None:
        """Take the return of the function that reads an answer's head, or some of its body."""
        if isinstance(value, bytes):
            if value:
                self._report(Exchange("received", body=_body(value)))
        elif isinstance(value, self._response):
            first = f"{value.version} {value.status} {value.reason}"
            self._report(Exchange("received", first, tuple(value.header.items())))

    def begun(self, response: Any) -> None:
        """Take a `http.client.HTTPResponse` whose head has been read."""
        version = {10: "HTTP/1.0", 11: "HTTP/1.1"}.get(response.version, "HTTP")
        first = f"{version} {response.status} {response.reason}"
        self._report(Exchange("received", first, tuple(response.headers.items())))
