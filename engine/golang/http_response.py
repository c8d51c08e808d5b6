"""An HTTP/1.1 connection as a client sees it: requests out, answers in. h11 knows the protocol.

The standard library's `http.client` would do, but it brings `email` and `ssl`: of all that
`docker container create` loads, a fifth. Errors of the protocol are told in h11's words, but for
those that a user meets, which are Go's.

Go: net/http/response.go, net/http/transfer.go
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

import h11

from engine.golang.errors import GoError
from engine.golang.io import UnexpectedEOF
from engine.golang.strconv import quote

_BLOCK = 64 * 1024
_MAX_HEAD = 10 << 20


class Source(Protocol):
    """A connection as it is read: a socket does."""

    def recv(self, size: int, /) -> bytes:
        """Return what has arrived, at most ``size`` bytes; nothing at the end."""


class HungUp(GoError):
    """The connection ended before the answer began.

    Go: io.EOF
    """

    def __init__(self) -> None:
        super().__init__("EOF")


class Header:
    """Names and values in the order they came in; a name may be asked for in any case.

    Go: http.Header
    """

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = list(fields)

    def values(self, name: str) -> list[str]:
        """Return all values of ``name``.

        Go: Header.Values
        """
        wanted = name.lower()
        return [value for known, value in self._fields if known.lower() == wanted]

    def get(self, name: str, default: str = "") -> str:
        """Return the first value of ``name``.

        Go: Header.Get
        """
        return next(iter(self.values(name)), default)

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield every name and value."""
        return iter(self._fields)


class Wire:
    """The protocol's state on one connection, kept from request to request."""

    def __init__(self, source: Source) -> None:
        self.http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_MAX_HEAD)
        self._source = source
        self._received = b""  # the answer that is being read, its first line at least
        self._ended = False

    def is_free(self) -> bool:
        """Say whether a request may be sent: the last answer is out of the way."""
        if self.http.our_state is h11.DONE and self.http.their_state is h11.DONE:
            self.http.start_next_cycle()
            self._received = b""
        return self.http.our_state is h11.IDLE

    def send(self, event: h11.Event) -> bytes:
        """Return the bytes to send for ``event``."""
        return self.http.send(event) or b""

    def ready_event(self) -> h11.Event | None:
        """Return the next part of the answer if it is here already.

        Raises:
            HungUp: the connection ended before the answer began.
            GoError: what came is no HTTP, or not all of it came.
        """
        try:
            event = self.http.next_event()
        except h11.RemoteProtocolError as error:
            raise self._retold(error) from error
        if isinstance(event, h11.ConnectionClosed):
            raise HungUp
        return event if isinstance(event, h11.Event) else None

    def next_event(self) -> h11.Event:
        """Wait for the next part of the answer.

        Raises:
            HungUp, GoError: as for `ready_event`.
            OSError: the connection broke.
        """
        while (event := self.ready_event()) is None:
            self._receive()
        return event

    def _receive(self) -> None:
        data = self._source.recv(_BLOCK)
        self._ended = not data
        if b"\n" not in self._received:
            self._received += data
        self.http.receive_data(data)

    def _retold(self, error: h11.RemoteProtocolError) -> GoError:
        if not self._received:
            return HungUp()
        wrong = _wrong_status_line(self._received.partition(b"\n")[0].removesuffix(b"\r"))
        if wrong is not None:
            return wrong
        if self._ended:
            return UnexpectedEOF()
        if str(error).startswith("illegal header line"):
            return GoError("malformed MIME header line")
        return GoError(str(error))


def _wrong_status_line(line: bytes) -> GoError | None:
    """Return what is wrong with an answer's first line, None if nothing is."""
    proto, space, status = _text(line).partition(" ")
    if not space:
        return GoError(f"malformed HTTP response {quote(proto)}")
    code = status.lstrip(" ").partition(" ")[0]
    if len(code) != 3 or not code.isdigit():
        return GoError(f"malformed HTTP status code {quote(code)}")
    if re.fullmatch(r"HTTP/\d\.\d", proto) is None:
        return GoError(f"malformed HTTP version {quote(proto)}")
    return None


class Response:
    """An answer; its head has been read, its body is read from the connection on demand.

    Go: http.Response
    """

    def __init__(self, wire: Wire, head: h11.Response) -> None:
        self.version = "HTTP/" + head.http_version.decode()
        self.status = head.status_code
        self.reason = _text(head.reason)
        self.header = Header(
            (_text(name), _text(value)) for name, value in head.headers.raw_items()
        )
        self._wire = wire
        self._rest = b""
        self._ended = False
        self._failure: GoError | None = None
        self._look_ahead()

    @property
    def complete(self) -> bool:
        """Whether the body has been read to its end."""
        return self._ended and not self._rest

    def read1(self, size: int = -1, /) -> bytes:
        """Return what has arrived of the body, at most ``size`` bytes; nothing at the end.

        Raises:
            GoError: the body is cut off, or a chunk is none.
            OSError: the connection broke.

        Go: body.Read
        """
        if not size:
            return b""
        while not self._rest and not self._ended:
            if self._failure is not None:
                raise self._failure
            self._take(self._wire.next_event())
        most = size if size > 0 else len(self._rest)
        piece, self._rest = self._rest[:most], self._rest[most:]
        self._look_ahead()
        return piece

    def _look_ahead(self) -> None:
        """Take what is here already, so that a body's end is known with its last byte.

        What is wrong with the rest is told to who reads it, not to who has read what was right.
        """
        try:
            while not self._rest and not self._ended and (event := self._wire.ready_event()):
                self._take(event)
        except GoError as error:
            self._failure = error

    def _take(self, event: h11.Event) -> None:
        if isinstance(event, h11.Data):
            self._rest = bytes(event.data)
        else:
            self._ended = True

    def read(self, size: int = -1, /) -> bytes:
        """Return ``size`` bytes of the body, or all that are left.

        Raises:
            GoError, OSError: as for `read1`.
        """
        parts: list[bytes] = []
        missing = size
        while missing and (data := self.read1(missing)):
            parts.append(data)
            missing -= len(data) if size > 0 else 0
        return b"".join(parts)

    def close(self) -> None:
        """Want no more of the body; what is unread is in the way of the next answer."""
        self._rest, self._ended = b"", True


def read_response(wire: Wire) -> Response:
    """Read the head of the answer to a request; answers that only tell to wait are passed over.

    Raises:
        HungUp: the connection ended first.
        GoError: this is no HTTP.
        OSError: the connection broke.

    Go: ReadResponse
    """
    while True:
        event = wire.next_event()
        if isinstance(event, h11.Response):
            return Response(wire, event)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
