"""Fetching a file that a client gave a URL for.

Go: builder/remotecontext/remote.go
"""

from __future__ import annotations

from http import HTTPStatus

from engine import errdefs
from engine.golang import url_parse
from engine.golang.http.client import ClientResponse
from engine.vendor.docker.distribution.registry.client.transport import Transport

_LONGEST_MESSAGE = 1 << 20

_CLASSES: dict[int, type[errdefs.Error]] = {
    400: errdefs.InvalidParameter,
    401: errdefs.Unauthorized,
    403: errdefs.Forbidden,
    404: errdefs.NotFound,
}


class Response:
    """The body of an answer; ``length`` is 0 if the server did not say.

    Go: http.Response
    """

    def __init__(self, inner: ClientResponse) -> None:
        self._inner = inner
        self.length = max(inner.content_length, 0)

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes."""
        return self._inner.read(size)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()


def get_with_status_error(address: str) -> Response:
    """Return the answer to a GET of ``address``, redirects followed.

    A host that is not there is the network's fault here: Go's check for it never finds one.

    Raises:
        NotFound: no such file there.
        InvalidParameter: the server said so.
        Unauthorized: the server wants to know who asks.
        Forbidden: the server will not.
        System: no URL for HTTP, or the network failed.
        Unknown: whatever else the server said.

    Go: GetWithStatusError
    """
    if not address.startswith(("http://", "https://")):
        scheme = address.partition("://")[0]
        raise errdefs.System(f'Get "{address}": unsupported protocol scheme "{scheme}"')
    if not url_parse.parse(address).host:
        shown = address.removesuffix("//")
        raise errdefs.System(f'Get "{shown}": http: no Host in request URL')
    with errdefs.reported_as(errdefs.System):
        answer = Transport().request("GET", address)
    if answer.status < HTTPStatus.BAD_REQUEST:
        return Response(answer)
    with answer:
        said = answer.read(_LONGEST_MESSAGE).strip().decode("utf-8", "replace")
    kind = _CLASSES.get(answer.status, errdefs.Unknown)
    status = f"{answer.status} {answer.reason}"
    raise kind(f"failed to GET {address} with status {status}: {said}")
