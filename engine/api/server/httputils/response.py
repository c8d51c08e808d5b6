"""An API request as handlers see it, and their answer.

Go hands ``(ctx, w, r, vars)`` to each handler; here one object holds them, and a handler returns
its answer. Only one that streams writes to ``request.writer`` itself, and returns None.

Go: api/server/httputils/httputils.go
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from http import HTTPStatus
from typing import BinaryIO

from engine.golang.http import Request as HTTPRequest
from engine.golang.http import ResponseWriter
from engine.golang.structs import struct
from engine.golang.url import Values


@struct(slots=True)
class Request:
    """One call of the API; ``version`` is the one to answer in.

    Go: net/http Request, with the values that Go keeps in its context
    """

    http: HTTPRequest
    writer: ResponseWriter
    version: str = ""

    @property
    def vars(self) -> dict[str, str]:
        """The variables in the path, ``name`` for example."""
        return self.http.vars

    @property
    def query(self) -> Values:
        """The parameters, once ``parse_form`` has read them."""
        return self.http.form if self.http.form is not None else Values()

    @property
    def body(self) -> BinaryIO:
        """The bytes after the headers."""
        return self.http.body


@struct(slots=True)
class Response:
    """A whole answer."""

    status: int = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def write_to(self, writer: ResponseWriter) -> None:
        """Send it, together with the headers that the middlewares have set.

        Raises:
            OSError: the client is gone.
        """
        writer.header.update(self.headers)
        writer.write_header(self.status)
        if self.body:
            writer.write(self.body)


APIFunc = Callable[[Request], Response | None]
