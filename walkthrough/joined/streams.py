"""What an engine keeps for clients that read along: only what they have not read yet.

A trace whose client is not there is not kept at all. A client that does not read holds its own
request up for a few seconds, and is then forgotten.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from engine import errdefs
from engine.api.server.httputils import Request
from engine.api.server.router.local import new_get_route
from engine.api.server.router.router import Route
from walkthrough.joined import wire

_MAX_SIZE = 16 << 20  # bytes that are kept for one client
_STALL = 5.0  # seconds that a request waits for its reader
_LOOK_AROUND = 0.2  # seconds between two looks at whether the reader is still there
_ID = re.compile(r"[0-9a-f]{32}")


class Stream:
    """The lines for one client."""

    def __init__(self) -> None:
        self.told: set[str] = set()  # ids of lessons that were sent
        self.closed = False
        self._lines: list[bytes] = []
        self._size = 0
        self._changed = threading.Condition()

    def put(self, event: wire.Event) -> None:
        """Add an event; if too much is unread, wait, then give the client up."""
        line = wire.encode(event)
        with self._changed:
            room = self._changed.wait_for(self._has_room, _STALL)
            if not room:
                self._close()
            elif not self.closed:
                self._lines.append(line)
                self._size += len(line)
                self._changed.notify_all()

    def _has_room(self) -> bool:
        return self.closed or self._size < _MAX_SIZE

    def take(self, timeout: float) -> bytes:
        """Return all lines that are there; wait so many seconds for some."""
        with self._changed:
            self._changed.wait_for(lambda: self._lines or self.closed, timeout)
            lines = b"".join(self._lines)
            self._forget()
            return lines

    def close(self) -> None:
        """Keep nothing any more."""
        with self._changed:
            self._close()

    def _close(self) -> None:
        self.closed = True
        self._forget()

    def _forget(self) -> None:
        self._lines.clear()
        self._size = 0
        self._changed.notify_all()


class Streams:
    """The clients that read along, by the ids of their traces; a router of the API."""

    def __init__(self, hello: wire.Event) -> None:
        self._hello = {"event": "hello", "version": wire.VERSION, **hello}
        self._streams: dict[str, Stream] = {}
        self._lock = threading.Lock()

    def get(self, trace_id: str) -> Stream | None:
        """Return where the steps of a trace are to go, if somebody wants them."""
        return self._streams.get(trace_id)

    def routes(self) -> Sequence[Route]:
        """Return the one route."""
        return [new_get_route(wire.PATH + "{id:.*}", self._follow)]

    def _follow(self, request: Request) -> None:
        """Send the steps of a trace until the client has enough of them."""
        trace_id = request.vars["id"]
        if not _ID.fullmatch(trace_id):
            raise errdefs.InvalidParameter(f"{trace_id!r} is no id of a trace")
        with self._open(trace_id) as stream:
            request.writer.header["Content-Type"] = "application/jsonl"
            try:
                request.writer.write(wire.encode(self._hello))
                request.writer.flush()
                while not (stream.closed or request.http.cancelled()):
                    lines = stream.take(_LOOK_AROUND)
                    if lines:
                        request.writer.write(lines)
                        request.writer.flush()
            except OSError:
                return  # the client is gone

    @contextmanager
    def _open(self, trace_id: str) -> Iterator[Stream]:
        with self._lock:
            if trace_id in self._streams:
                raise errdefs.Conflict(f"somebody reads the trace {trace_id} already")
            stream = self._streams[trace_id] = Stream()
        try:
            yield stream
        finally:
            with self._lock:
                del self._streams[trace_id]
            stream.close()
