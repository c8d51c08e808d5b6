"""What a handler writes to.

Go: net/http/server.go
"""

from __future__ import annotations

import time
from functools import lru_cache
from http import HTTPStatus

import h11

from engine.golang.http.sniff import detect_content_type
from engine.golang.http.transfer import Wire

# A body up to here that the handler has not flushed is sent with its length, else in chunks.
_BUFFER_SIZE = 2048
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ResponseWriter:
    """The answer to one request: headers first, then the body, held back while it is short.

    ``header`` is the handler's to fill until the first byte or ``write_header``.

    Go: response
    """

    __slots__ = (
        "_bodiless",
        "_buffer",
        "_chosen",
        "_is_head",
        "_wire",
        "head_sent",
        "header",
        "status",
    )

    def __init__(self, wire: Wire, *, method: str) -> None:
        self.header: dict[str, str] = {}
        self.status = 0
        self.head_sent = False
        self._wire = wire
        self._is_head = self._bodiless = method == "HEAD"
        self._buffer = bytearray()
        self._chosen: dict[str, str] = {}

    def write_header(self, status: int) -> None:
        """Fix the status and the headers; a second call changes nothing.

        Go: response.WriteHeader
        """
        if not self.status:
            self.status = status
            self._chosen = dict(self.header)

    def write(self, data: bytes) -> int:
        """Append to the body.

        Raises:
            OSError: the client is gone.

        Go: response.Write
        """
        self.write_header(HTTPStatus.OK)
        self._buffer += data
        if len(self._buffer) > _BUFFER_SIZE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what was written so far.

        Raises:
            OSError: the client is gone.

        Go: response.Flush
        """
        self.write_header(HTTPStatus.OK)
        events = self._head(length=None) + self._body()
        self._wire.send(*events, hide_framing=self._is_head)

    def finish(self, *, keep_alive: bool) -> None:
        """Send the rest; ``keep_alive`` tells whether another request may follow.

        Raises:
            OSError: the client is gone.

        Go: response.finishRequest
        """
        self.write_header(HTTPStatus.OK)
        events = self._head(length=len(self._buffer), keep_alive=keep_alive) + self._body()
        self._wire.send(*events, h11.EndOfMessage(), hide_framing=self._is_head)

    def _head(self, *, length: int | None, keep_alive: bool = True) -> list[h11.Event]:
        """Return the head, in Go's order: the handler's headers sorted, then the server's."""
        if self.head_sent:
            return []
        self.head_sent = True
        lines = sorted(self._chosen.items())
        lines.append(("Date", _http_date(int(time.time()))))
        allowed = self.status >= 200 and self.status not in (204, 304)
        sized = length is not None and (length > 0 or not self._bodiless)
        if allowed and sized and "Content-Length" not in self._chosen:
            lines.append(("Content-Length", str(length)))
        if allowed and self._buffer and "Content-Type" not in self._chosen:
            lines.append(("Content-Type", detect_content_type(bytes(self._buffer[:512]))))
        if not keep_alive:
            lines.append(("Connection", "close"))
        if not allowed:
            self._bodiless = True
        return [
            h11.Response(
                status_code=self.status, headers=lines, reason=_reason(self.status).encode()
            )
        ]

    def _body(self) -> list[h11.Event]:
        data, self._buffer = bytes(self._buffer), bytearray()
        return [h11.Data(data=data)] if data and not self._bodiless else []


@lru_cache(maxsize=32)
def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"status code {status}"


@lru_cache(maxsize=2)
def _http_date(seconds: int) -> str:
    now = time.gmtime(seconds)
    return (
        f"{_DAYS[now.tm_wday]}, {now.tm_mday:02d} {_MONTHS[now.tm_mon - 1]} {now.tm_year:04d} "
        f"{now.tm_hour:02d}:{now.tm_min:02d}:{now.tm_sec:02d} GMT"
    )
