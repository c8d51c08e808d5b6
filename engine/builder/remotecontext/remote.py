"""Fetching a file that a client gave a URL for.

Go: builder/remotecontext/remote.go
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request

from engine import errdefs

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

    def __init__(self, inner: http.client.HTTPResponse) -> None:
        self._inner = inner
        self.length = inner.length or 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes."""
        return self._inner.read(size if size >= 0 else None)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()


def get_with_status_error(address: str) -> Response:
    """Return the answer to a GET of ``address``, redirects followed.

    Raises:
        NotFound: no such host, or no such file there.
        InvalidParameter: no URL for HTTP, or the server said so.
        Unauthorized: the server wants to know who asks.
        Forbidden: the server will not.
        System: the network failed.
        Unknown: whatever else the server said.

    Go: GetWithStatusError
    """
    if not address.startswith(("http://", "https://")):
        scheme = address.partition("://")[0]
        raise errdefs.System(f'Get "{address}": unsupported protocol scheme "{scheme}"')
    try:
        return Response(urllib.request.urlopen(address))  # http and https only, see above
    except urllib.error.HTTPError as error:
        with error:
            said = error.read().strip().decode("utf-8", "replace")
        kind = _CLASSES.get(error.code, errdefs.Unknown)
        status = f"{error.code} {error.reason}"
        raise kind(f"failed to GET {address} with status {status}: {said}") from error
    except urllib.error.URLError as error:
        import socket

        missing = isinstance(error.reason, socket.gaierror)
        kind = errdefs.NotFound if missing else errdefs.System
        raise kind(f'Get "{address}": {error.reason}') from error
