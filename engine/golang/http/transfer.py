"""A socket and the state of HTTP on it; a request's body read from there.

Go: net/http/transfer.go
"""

from __future__ import annotations

import io
import select
import socket
from typing import Any

import h11

from engine.golang.errors import GoError

# As in Go: a megabyte of headers, and some slop.
MAX_HEADER_BYTES = (1 << 20) + 4096
# What a handler left unread is skipped up to here, so that the connection can be used again.
_MAX_SKIPPED = 256 << 10


class Wire:
    """One connection: bytes on one side, h11's events on the other."""

    __slots__ = ("sock", "state")

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.state = h11.Connection(h11.SERVER, max_incomplete_event_size=MAX_HEADER_BYTES)

    def next_event(self) -> Any:
        """Return h11's next event, after waiting for the peer if need be.

        Raises:
            h11.RemoteProtocolError: the peer does not speak HTTP.
        """
        while True:
            event = self.state.next_event()
            if event is not h11.NEED_DATA:
                return event
            try:
                data = self.sock.recv(1 << 16)
            except OSError:
                data = b""
            self.state.receive_data(data)

    def send(self, *events: Any, hide_framing: bool = False) -> None:
        """Write the events with one call.

        With ``hide_framing`` the head does not say how the body would be framed: to a HEAD, Go
        says that only if the handler did.

        Raises:
            OSError: the peer is gone.
        """
        data = b"".join(self.state.send(event) or b"" for event in events)
        if hide_framing:
            data = data.replace(b"Transfer-Encoding: chunked\r\n", b"", 1)
        begins = bool(events) and isinstance(events[0], h11.Response)
        if begins and self.state.their_http_version == b"1.0":
            # Such a client is answered in its version, in which closing goes without saying.
            head, end, body = data.partition(b"\r\n\r\n")
            head = head.replace(b"\r\nConnection: close", b"").replace(b"1.1", b"1.0", 1)
            data = head + end + body
        self.sock.sendall(data)

    def peer_is_gone(self) -> bool:
        """Say whether the peer has closed its side; never waits."""
        poll = select.poll()
        poll.register(self.sock, select.POLLIN)
        if not poll.poll(0):
            return False
        try:
            return self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def skip_body(self) -> bool:
        """Read what is left of the request; say whether the next one may follow."""
        left = _MAX_SKIPPED
        while self.state.their_state is h11.SEND_BODY:
            if left < 0 or self.state.they_are_waiting_for_100_continue:
                return False
            event = self.next_event()
            if isinstance(event, h11.Data):
                left -= len(event.data)
        return self.state.their_state is h11.DONE


class Body(io.RawIOBase):
    """The bytes of a request's body, as they come in.

    The first read tells a client that waits for it (``Expect: 100-continue``) to go ahead.

    Go: body
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._pending = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` with what is there; 0 at the end.

        Raises:
            GoError: ``unexpected EOF``, or a chunk that is none.

        Go: body.Read
        """
        if not self._pending:
            self._pending = memoryview(self._next())
        count = min(len(buffer), len(self._pending))
        buffer[:count] = self._pending[:count]
        self._pending = self._pending[count:]
        return count

    def _next(self) -> bytes:
        state = self._wire.state
        if state.their_state is not h11.SEND_BODY:
            return b""
        if state.they_are_waiting_for_100_continue:
            self._wire.send(
                h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")
            )
        try:
            event = self._wire.next_event()
        except h11.RemoteProtocolError as error:
            cut_off = "closed connection" in str(error)
            words = "unexpected EOF" if cut_off else "invalid byte in chunk length"
            raise GoError(words) from error
        return bytes(event.data) if isinstance(event, h11.Data) else b""
