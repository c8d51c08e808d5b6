"""What a client asked for.

Go: net/http/request.go, net/http/header.go
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field
from functools import cache
from typing import BinaryIO, cast

import h11

from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.golang.http.transfer import Body, Wire
from engine.golang.mime import parse_media_type
from engine.golang.structs import struct
from engine.golang.url import Values, parse_query
from engine.golang.url_parse import URL, parse_request_uri

_MAX_FORM_BYTES = 10 << 20
# How often a watched request looks whether its client is still there, in seconds.
_LOOK_AROUND = 0.2


@cache
def canonical_header_key(name: str) -> str:
    """Return ``name`` with each word capitalised: ``x-meta-a`` is ``X-Meta-A``.

    Go: CanonicalHeaderKey
    """
    return "-".join(word[:1].upper() + word[1:].lower() for word in name.split("-"))


class Header:
    """A request's headers; names in any case.

    Go: Header
    """

    __slots__ = ("_lists",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._lists: dict[str, list[str]] = {}
        for name, value in pairs:
            self._lists.setdefault(canonical_header_key(name), []).append(value)

    def get(self, name: str) -> str:
        """Return the first value, empty when the header is absent.

        Go: Header.Get
        """
        values = self._lists.get(canonical_header_key(name))
        return values[0] if values else ""

    def __iter__(self) -> Iterator[tuple[str, list[str]]]:
        return iter(self._lists.items())


@struct(slots=True, kw_only=True)
class Request:
    """One request; ``content_length`` is -1 when the body comes in chunks.

    ``vars`` holds what the router found in the path (Go keeps it in the context), and
    ``cancelled`` tells whether the client has hung up or the server is closing.

    Go: Request
    """

    method: str
    request_uri: str
    url: URL
    header: Header = field(default_factory=Header)
    content_length: int = 0
    body: BinaryIO = field(default_factory=io.BytesIO)
    vars: dict[str, str] = field(default_factory=dict)
    cancelled: Callable[[], bool] = field(default=lambda: False)
    form: Values | None = None

    def parse_form(self) -> Values:
        """Return the parameters of a form in the body, then those of the query.

        Raises:
            GoError: the first that cannot be decoded; ``form`` holds the others.

        Go: Request.ParseForm
        """
        if self.form is not None:
            return self.form
        self.form = Values()
        posted, fault = self._posted()
        for text in (posted, self.url.raw_query):
            try:
                parse_query(text, self.form)
            except GoError as error:
                fault = fault or error
        if fault is not None and not isinstance(fault, _MediaTypeError):
            raise fault
        return self.form

    def form_value(self, key: str) -> str:
        """Return the first value of a parameter; what cannot be decoded counts as absent.

        Go: Request.FormValue
        """
        try:
            return self.parse_form().get(key)
        except GoError:
            return self.form.get(key) if self.form is not None else ""

    @contextmanager
    def context(self) -> Iterator[Context]:
        """Give a context that is cancelled when the client hangs up or the server closes.

        Go: Request.Context
        """
        context, over = Context(), threading.Event()

        def watch() -> None:
            while not over.wait(_LOOK_AROUND):
                if self.cancelled():
                    context.cancel()
                    return

        threading.Thread(target=watch, name="http-watch", daemon=True).start()
        try:
            yield context
        finally:
            over.set()

    def _posted(self) -> tuple[str, GoError | None]:
        """Return the form in the body, and what is wrong with its media type.

        Go: parsePostForm
        """
        if self.method not in ("POST", "PUT", "PATCH"):
            return "", None
        content_type = self.header.get("Content-Type") or "application/octet-stream"
        try:
            if parse_media_type(content_type) != "application/x-www-form-urlencoded":
                return "", None
        except GoError as error:
            return "", _MediaTypeError(str(error))
        return self.body.read(_MAX_FORM_BYTES).decode("utf-8", "surrogateescape"), None


class _MediaTypeError(GoError):
    """The content type is none: callers forgive that, and all that is wrong behind it.

    Go: api/server/httputils/httputils.go ParseForm
    """


def read_request(event: h11.Request, wire: Wire, cancelled: Callable[[], bool]) -> Request:
    """Return the request that ``event`` opened; its body is still on the wire.

    Raises:
        GoError: the target is no path.

    Go: readRequest
    """
    target = event.target.decode("ascii")
    # CONNECT names a host, not a path.
    just_authority = event.method == b"CONNECT" and not target.startswith("/")
    url = parse_request_uri(f"http://{target}" if just_authority else target)
    header = Header(
        (name.decode("ascii"), value.decode("utf-8", "surrogateescape"))
        for name, value in event.headers
    )
    chunked = bool(header.get("Transfer-Encoding"))
    length = -1 if chunked else int(header.get("Content-Length") or 0)
    if length >= 1 << 63:
        raise GoError("bad Content-Length")
    return Request(
        method=event.method.decode("ascii"),
        request_uri=target,
        url=url,
        header=header,
        content_length=length,
        body=cast(BinaryIO, io.BufferedReader(Body(wire))),
        cancelled=cancelled,
    )
