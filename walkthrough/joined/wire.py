"""What an engine sends of its half: lines of JSON, on the socket that it serves.

The client asks for `PATH` and its trace's id before its first request, and reads on until its
story is over. The first line says `hello`. Of each request then come, with the span that its
`traceparent` named in `request`: `begin`, the events of docs/trace-format.md, `end`.
"""

from __future__ import annotations

import json
from typing import Any

PATH = "/walkthrough/steps/"
VERSION = 1
Event = dict[str, Any]


def encode(event: Event) -> bytes:
    """Return an event as a line."""
    return json.dumps(event).encode("ascii") + b"\n"


def decode(line: bytes) -> Event:
    """Return the event in a line.

    Raises:
        ValueError: there is none.
    """
    event = json.loads(line)
    if not isinstance(event, dict) or not isinstance(event.get("event"), str):
        raise ValueError(f"no event: {line[:40]!r}")
    return event
