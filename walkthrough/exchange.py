"""The HTTP that goes over the wire, taken from the bytes and headers that really travel.

What the client sends comes from the audit event of `http.client`; what it gets back, from the
standard library's own `HTTPResponse`, whose methods are watched as any step is.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
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
        self._report = report
        self._local = threading.local()

    def heard(self, event: str, args: tuple[Any, ...]) -> None:
        """Take the audit event `http.client.send`."""
        data = args[1]
        if not isinstance(data, bytes | bytearray):
            return
        exchange = parse_sent(bytes(data))
        if exchange is not None:
            self._report(exchange)

    def answered(self, frame: FrameType, value: object) -> None:
        """Take the return of `HTTPResponse.begin` (the head) or `HTTPResponse.read` (a body)."""
        response = frame.f_locals.get("self")
        if frame.f_code.co_name == "begin":
            version = {10: "HTTP/1.0", 11: "HTTP/1.1"}.get(getattr(response, "version", 0), "HTTP")
            first = f"{version} {response.status} {response.reason}"  # type: ignore[union-attr]
            headers = tuple(response.headers.items())  # type: ignore[union-attr]
            self._report(Exchange("received", first, headers))
        elif isinstance(value, bytes) and value:
            self._report(Exchange("received", body=_body(value)))
