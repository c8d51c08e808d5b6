"""An answer over HTTP/1.1, read from the connection as it comes in.

The standard library's `http.client` would do, but it brings `email` and `ssl`: of all that
`docker container create` loads, a fifth. What is wrong with an answer is told in Go's words.

Go: net/http/response.go, net/http/transfer.go
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from engine.golang.errors import GoError
from engine.golang.io import UnexpectedEOF
from engine.golang.strconv import quote

_BLOCK = 32 * 1024
_MAX_HEAD = 10 << 20
_DIGITS = frozenset("0123456789")
_HEX_DIGITS = frozenset(b"0123456789abcdefABCDEF")


class Reader(Protocol):
    """A connection as it is read: `io.BufferedReader` does."""

    def readline(self, size: int = ..., /) -> bytes:
        """Return a line with its end; nothing at the end of all."""

    def read1(self, size: int = ..., /) -> bytes:
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


class Response:
    """An answer; its head has been read, its body is read from the connection on demand.

    Go: http.Response
    """

    def __init__(self, version: str, status: int, reason: str, header: Header) -> None:
        self.version = version
        self.status = status
        self.reason = reason
        self.header = header
        # Whether the body has been read to its end, and whether another answer may follow it.
        self.complete = True
        self.keep_alive = version != "HTTP/1.0" and "close" not in header.get("Connection").lower()
        self._chunked = False
        self._left: int | None = 0  # bytes of the body, or of this chunk of it; None: to the end
        self._source: Reader

    def with_body(self, source: Reader, method: str) -> Response:
        """Settle where the body ends, and read it from ``source``.

        Raises:
            GoError: the headers contradict each other.

        Go: readTransfer
        """
        self._source = source
        self._chunked = _is_chunked(self.header)
        length = 0 if self._chunked else _length(self.header)
        if method != "HEAD" and self.status not in (204, 304):
            self._left = length
            self.complete = length == 0 and not self._chunked
            self.keep_alive = self.keep_alive and length is not None
        return self

    def read1(self, size: int = -1, /) -> bytes:
        """Return what has arrived of the body, at most ``size`` bytes; nothing at the end.

        Raises:
            GoError: the body is cut off, or a chunk is none.
            OSError: the connection broke.

        Go: body.Read
        """
        if self._chunked and not self._left and not self.complete:
            self._left = self._next_chunk()
        if self.complete or not size:
            return b""
        most = size if size > 0 else _BLOCK
        if self._left is None:
            data = self._source.read1(most)
            self.complete = not data
            return data
        data = self._source.read1(min(most, self._left))
        if not data:
            raise UnexpectedEOF
        self._left -= len(data)
        if not self._left:
            self._end_of_part()
        return data

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
        self.keep_alive = self.keep_alive and self.complete
        self.complete = True

    def _next_chunk(self) -> int:
        """Return the length of the chunk that begins here; with the last one the body is complete.

        Go: net/http/internal/chunked.go chunkedReader.beginChunk
        """
        line = self._source.readline(_BLOCK)
        if not line.endswith(b"\n"):
            raise UnexpectedEOF
        text = line.partition(b";")[0].strip()
        if not text or not _HEX_DIGITS.issuperset(text):
            raise GoError("invalid byte in chunk length")
        length = int(text, 16)
        if not length:
            while self._source.readline(_BLOCK).strip():  # trailers
                continue
            self.complete = True
        return length

    def _end_of_part(self) -> None:
        if self._chunked:
            self._source.readline(_BLOCK)
        else:
            self.complete = True


def _is_chunked(header: Header) -> bool:
    """Say whether the body comes in chunks.

    Go: transferReader.parseTransferEncoding
    """
    codings = header.values("Transfer-Encoding")
    if codings and [coding.lower() for coding in codings] != ["chunked"]:
        raise GoError(f"unsupported transfer encoding: {quote(codings[0])}")
    return bool(codings)


def _length(header: Header) -> int | None:
    """Return how long the body is; None if it ends with the connection.

    Go: fixLength
    """
    texts = list(dict.fromkeys(header.values("Content-Length")))
    if not texts:
        return None
    if len(texts) > 1:
        got = " ".join(quote(text) for text in texts)
        raise GoError(f"http: message cannot contain multiple Content-Length headers; got [{got}]")
    if not texts[0] or not _DIGITS.issuperset(texts[0]):
        raise GoError(f"bad Content-Length {quote(texts[0])}")
    return int(texts[0])


def read_response(source: Reader, method: str) -> Response:
    """Read the head of the answer to a request; answers that only tell to wait are passed over.

    Raises:
        HungUp: the connection ended first.
        GoError: this is no HTTP.
        OSError: the connection broke.

    Go: ReadResponse
    """
    while True:
        version, status, reason = _status_line(_line(source))
        response = Response(version, status, reason, Header(_fields(source)))
        if status // 100 != 1 or status == 101:
            return response.with_body(source, method)


def _line(source: Reader) -> str:
    line = source.readline(_MAX_HEAD)
    if not line:
        raise HungUp
    return _text(line)


def _text(line: bytes) -> str:
    return line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "surrogateescape")


def _status_line(line: str) -> tuple[str, int, str]:
    version, blank, rest = line.partition(" ")
    if not blank:
        raise GoError(f"malformed HTTP response {quote(line)}")
    code, _, reason = rest.lstrip(" ").partition(" ")
    if len(code) != 3 or not _DIGITS.issuperset(code):
        raise GoError(f"malformed HTTP status code {quote(code)}")
    if version not in ("HTTP/1.0", "HTTP/1.1"):
        raise GoError(f"malformed HTTP version {quote(version)}")
    return version, int(code), reason


def _fields(source: Reader) -> list[tuple[str, str]]:
    """Read the headers up to the empty line.

    Go: net/textproto/reader.go Reader.ReadMIMEHeader
    """
    fields: list[tuple[str, str]] = []
    left = _MAX_HEAD
    while True:
        line = source.readline(left)
        left -= len(line)
        if left <= 0:
            raise GoError(f"net/http: server response headers exceeded {_MAX_HEAD} bytes; aborted")
        if not line.endswith(b"\n"):
            raise UnexpectedEOF
        text = _text(line)
        if not text:
            return fields
        if text[0] in " \t":
            if not fields:
                raise GoError(f"malformed MIME header initial line: {text}")
            name, value = fields.pop()
            fields.append((name, f"{value} {text.strip()}"))
            continue
        name, colon, value = text.partition(":")
        if not colon:
            raise GoError(f"malformed MIME header: missing colon: {quote(text)}")
        fields.append((name, value.strip(" \t")))
