"""One HTTP request to a registry and its answer; urllib3 does the talking.

Go: vendor/github.com/docker/distribution/registry/client/transport/transport.go
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from engine.golang.context import Context
from engine.golang.errors import GoError, errno_text

if TYPE_CHECKING:
    from urllib3 import HTTPHeaderDict, PoolManager
    from urllib3.response import BaseHTTPResponse

CONNECT_SECONDS = 30.0
READ_SECONDS = 60.0
MAX_REDIRECTS = 10

# Adds headers (credentials, mostly) to a request for a URL.
RequestModifier = Callable[[str, dict[str, str]], None]


class TransportError(GoError):
    """The registry could not be reached, or broke off; the text is as Go prints it.

    Go: net/url Error
    """


class Transport:
    """Sends requests to registries.

    A redirect is followed with the headers made anew for the new address, so that credentials
    of one host never reach another.

    Go: transport, http.Client
    """

    def __init__(
        self, tls: ssl.SSLContext | None = None, modifiers: tuple[RequestModifier, ...] = ()
    ) -> None:
        self._tls = tls
        self._modifiers = modifiers
        self._pools: dict[str, PoolManager] = {}

    def with_modifiers(self, *modifiers: RequestModifier) -> Transport:
        """Return a transport that does ``modifiers`` as well."""
        return Transport(self._tls, self._modifiers + modifiers)

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str | list[str]] | None = None,
        *,
        body: bytes | None = None,
        context: Context | None = None,
        seconds: float = READ_SECONDS,
    ) -> BaseHTTPResponse:
        """Send one request and return the answer with its body unread.

        Args:
            method: ``GET``, ``HEAD`` or ``POST``.
            url: where to.
            headers: what to say; a list says it several times.
            body: what to send.
            context: when cancelled, the answer is cut off.
            seconds: how long to wait for the next bytes.

        Raises:
            TransportError: nobody answered.
        """
        first = url
        for _ in range(MAX_REDIRECTS):
            answer = self._once(method, url, headers, body, seconds)
            if context is not None:
                context.after(answer.close)
            target = answer.headers.get("Location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            answer.drain_conn()
            url = urljoin(url, target)
        raise TransportError(f'{_verb(method)} "{first}": stopped after 10 redirects')

    def _once(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str | list[str]] | None,
        body: bytes | None,
        seconds: float,
    ) -> BaseHTTPResponse:
        import urllib3

        said: dict[str, str] = {}
        for modify in self._modifiers:
            modify(url, said)
        try:
            return self._pool(url).request(
                method,
                url,
                headers=_multi(said, headers),
                body=body,
                preload_content=False,
                redirect=False,
                retries=False,
                decode_content=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=seconds),
            )
        except urllib3.exceptions.HTTPError as error:
            raise TransportError(f'{_verb(method)} "{url}": {_reason(error, url)}') from error

    def _pool(self, url: str) -> PoolManager:
        """Return the connections for ``url``, through the environment's proxy if it names one."""
        from urllib.request import getproxies, proxy_bypass

        import urllib3

        parts = urlsplit(url)
        proxy = "" if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme, "")
        if proxy not in self._pools:
            options = {"ssl_context": self._tls, "maxsize": 8}
            if proxy:
                self._pools[proxy] = urllib3.ProxyManager(proxy, **options)  # type: ignore[arg-type]
            else:
                self._pools[proxy] = urllib3.PoolManager(**options)  # type: ignore[arg-type]
        return self._pools[proxy]


def _multi(
    said: Mapping[str, str], headers: Mapping[str, str | list[str]] | None
) -> HTTPHeaderDict:
    from urllib3 import HTTPHeaderDict

    result = HTTPHeaderDict({"Accept-Encoding": "identity", **said})
    for name, values in (headers or {}).items():
        for value in [values] if isinstance(values, str) else values:
            result.add(name, value)
    return result


def _verb(method: str) -> str:
    return method.capitalize()


def _reason(error: Exception, url: str) -> str:
    """Return why a request failed, as far as Go's wording is known."""
    import urllib3

    host = urlsplit(url).netloc
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, urllib3.exceptions.NameResolutionError):
            return f"dial tcp: lookup {host.partition(':')[0]}: no such host"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"x509: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError) and "WRONG_VERSION_NUMBER" in str(cause):
            return "http: server gave HTTP response to HTTPS client"
        if isinstance(cause, OSError) and cause.errno:
            return f"dial tcp {host}: connect: {errno_text(cause.errno)}"
        if isinstance(cause, urllib3.exceptions.TimeoutError):
            return "net/http: request canceled (Client.Timeout exceeded while awaiting headers)"
        cause = cause.__cause__ or cause.__context__ or getattr(cause, "reason", None)
    return str(error)
