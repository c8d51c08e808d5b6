"""A request over HTTP/1.1, as it is written to the connection.

Go: net/http/request.go
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import h11

from engine.golang.errors import GoError
from engine.golang.strconv import quote

if TYPE_CHECKING:
    from engine.api.types.client import Source
    from engine.golang.http_response import Wire

    Body = bytes | Source | None

_BLOCK = 32 * 1024
_TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_CONTROLS = frozenset(map(chr, {*range(32), 127} - {9}))


def canonical_header_key(name: str) -> str:
    """Return the spelling that Go gives a header's name; what cannot be one is left alone.

    Go: net/textproto/reader.go CanonicalMIMEHeaderKey
    """
    if not _TOKEN.issuperset(name):
        return name
    return "-".join(part.capitalize() for part in name.split("-"))


def check_fields(fields: Iterable[tuple[str, str]]) -> None:
    """Return if a request may have these headers.

    Raises:
        GoError: one of them would not stay a line.

    Go: net/http/transport.go Transport.roundTrip
    """
    for name, value in fields:
        if not name or not _TOKEN.issuperset(name):
            raise GoError(f"net/http: invalid header field name {quote(name)}")
        if not _CONTROLS.isdisjoint(value):
            raise GoError(f"net/http: invalid header field value for {quote(name)}")


def write_request(
    wire: Wire, method: str, target: str, fields: Iterable[tuple[str, str]], body: Body
) -> Iterator[bytes]:
    """Yield what is to be sent, piece by piece; a body that is no bytes goes in chunks.

    Raises:
        GoError: the request is none, such as one with a blank in its path.

    Go: Request.write
    """
    headers = [(_raw(name), _raw(value)) for name, value in fields]
    try:
        head = h11.Request(method=method, target=_raw(target), headers=headers)
        sent = wire.send(head)
        if body is None or isinstance(body, bytes):
            data = wire.send(h11.Data(data=body)) if body else b""
            yield sent + data + wire.send(h11.EndOfMessage())
            return
        yield sent
        while block := body.read(_BLOCK):
            yield wire.send(h11.Data(data=block))
        yield wire.send(h11.EndOfMessage())
    except h11.LocalProtocolError as error:
        raise GoError(str(error)) from error


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
