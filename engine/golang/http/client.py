"""HTTP/1.1 for a client: one request and its answer, on a connection of their own.

`http.client` does the talking. Around it is what it lacks: cancelling from another thread, proxies
from the environment, a time limit for each phase, and Go's wording of what went wrong.

Go: net/http/transport.go, net/http/client.go
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit, urlunsplit

from engine.golang import tls, tls_errors
from engine.golang.context import Context
from engine.golang.dial import dial
from engine.golang.errors import GoError
from engine.golang.http import httpproxy
from engine.golang.http.line import TIMEOUT, Line
from engine.golang.io import UnexpectedEOF

DIAL_SECONDS = 30.0
TLS_HANDSHAKE_SECONDS = 10.0
_PORTS = {"http": 80, "https": 443}


class URLError(GoError):
    """A request failed: ``Get "http://host/path": reason``; ``error`` is the reason.

    Go: net/url/url.go Error
    """

    def __init__(self, method: str, url: str, error: Exception) -> None:
        super().__init__(f'{method.capitalize()} "{_without_password(url)}": {error}')
        self.error = error


def _without_password(url: str) -> str:
    """Go: stripPassword."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:***@{host}"))


@dataclass(slots=True, kw_only=True)
class ClientRequest:
    """What to ask.

    ``seconds`` is how long to wait for the next bytes of the answer, headers or body.

    Go: Request
    """

    method: str
    url: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes | None = None
    context: Context = field(default_factory=Context)
    seconds: float = 60.0


class ClientResponse:
    """An answer; its body is on the way until it has been read or ``close`` is called.

    ``content_length`` is -1 where the server does not tell it.

    Go: Response
    """

    def __init__(self, inner: http.client.HTTPResponse, line: Line) -> None:
        self._inner = inner
        self._line = line
        self.status = inner.status
        self.reason = inner.reason
        self.headers = inner.headers
        length = inner.length
        self.content_length = -1 if length is None else length

    def read(self, amount: int) -> bytes:
        """Return up to ``amount`` bytes, fewer only at the end.

        Raises:
            ContextCancelled: nobody wants it any more.
            GoError: the connection broke.
        """
        with self._line.faults():
            data = self._inner.read(amount)
            if len(data) < amount:
                self._check_end()
        return data

    def readinto(self, buffer: memoryview) -> int:
        """Fill ``buffer`` and return how much of it; nothing only at the end.

        Raises:
            ContextCancelled: nobody wants it any more.
            GoError: the connection broke; what came before that has been returned.
        """
        with self._line.faults():
            count = self._inner.readinto(buffer)
            if not count:
                self._check_end()
        return count

    def _check_end(self) -> None:
        """Notice an answer that ends before its length."""
        if self._inner.length:
            raise UnexpectedEOF

    def close(self) -> None:
        """Hang up."""
        self._inner.close()
        self._line.close()

    def __enter__(self) -> ClientResponse:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class RoundTripper:
    """Sends requests, each on a new connection, as Go does with ``DisableKeepAlives``.

    Go: Transport
    """

    def __init__(
        self, tls: ssl.SSLContext | None = None, proxies: httpproxy.Config | None = None
    ) -> None:
        self._tls = tls
        self._proxies = proxies if proxies is not None else httpproxy.from_environment()

    def round_trip(self, request: ClientRequest) -> ClientResponse:
        """Send ``request`` and return its answer when the headers are here.

        Raises:
            ContextCancelled: it is not wanted any more.
            GoError: nobody answered.

        Go: Transport.RoundTrip
        """
        line = Line(request.context)
        try:
            with line.faults():
                answer = ClientResponse(self._exchange(request, line), line)
            line.awaiting_headers = False
            return answer
        except BaseException:
            line.close()
            raise

    def _exchange(self, request: ClientRequest, line: Line) -> http.client.HTTPResponse:
        parts = urlsplit(request.url)
        proxy = self._proxies.proxy_for(request.url)
        connection = _Connection(request, line, self._tls, proxy)
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        if proxy is not None and parts.scheme == "http":
            target = urlunsplit(parts._replace(fragment=""))
        connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", parts.netloc.rpartition("@")[2])
        for name, value in request.headers:
            connection.putheader(name, value)
        if proxy is not None and proxy.username and parts.scheme == "http":
            connection.putheader("Proxy-Authorization", _basic(proxy))
        connection.putheader("Connection", "close")
        if request.body is not None:
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body)
        return connection.getresponse()


def _basic(proxy: httpproxy.Proxy) -> str:
    said = f"{proxy.username}:{proxy.password}".encode()
    return "Basic " + base64.b64encode(said).decode()


class _Connection(http.client.HTTPConnection):
    """Connects as Go does: dialled with a time limit, through a proxy, with TLS."""

    def __init__(
        self,
        request: ClientRequest,
        line: Line,
        tls: ssl.SSLContext | None,
        proxy: httpproxy.Proxy | None,
    ) -> None:
        parts = urlsplit(request.url)
        self._server = parts.hostname or ""
        server_port = parts.port or _PORTS[parts.scheme]
        to = (proxy.host, proxy.port) if proxy is not None else (self._server, server_port)
        super().__init__(*to)
        self._request, self._line, self._context, self._proxy = request, line, tls, proxy
        self._encrypted = parts.scheme == "https"
        if proxy is not None and self._encrypted:
            headers = {"Proxy-Authorization": _basic(proxy)} if proxy.username else {}
            self.set_tunnel(self._server, server_port, headers)

    def connect(self) -> None:
        """Go: Transport.dialConn"""
        if self._proxy is not None and self._proxy.tls and self._encrypted:
            raise GoError("https through a proxy that wants TLS itself is not supported")
        seconds = min(self._request.seconds, DIAL_SECONDS)
        try:
            sock = dial(self._request.context, self.host, self.port, seconds)
        except GoError as error:
            if seconds < DIAL_SECONDS and str(error).endswith("i/o timeout"):
                said = f"net/http: request canceled while waiting for connection {TIMEOUT}"
                raise GoError(said) from error
            if self._proxy is None:
                raise
            raise GoError(f"proxyconnect tcp: {error}") from error
        self.sock = self._line.take(sock, self._request.seconds)
        if self._proxy is not None and self._proxy.tls:
            self._encrypt(self.host)
        if self._proxy is not None and self._encrypted:
            self._ask_for_tunnel()
        if self._encrypted:
            self._encrypt(self._server)

    def _ask_for_tunnel(self) -> None:
        try:
            self._tunnel()  # type: ignore[attr-defined]
        except http.client.HTTPException:
            raise
        except OSError as error:
            # "Tunnel connection failed: 407 Proxy Authentication Required"
            said = str(error).partition(": ")[2].partition(" ")[2]
            raise GoError(said or str(error)) from error

    def _encrypt(self, name: str) -> None:
        """Go: persistConn.addTLS"""
        context = self._context or tls.default_config()
        sock = context.wrap_socket(
            cast("socket.socket", self.sock), server_hostname=name, do_handshake_on_connect=False
        )
        self.sock = self._line.take(sock, TLS_HANDSHAKE_SECONDS)
        try:
            sock.do_handshake()
        except TimeoutError as error:
            raise GoError("net/http: TLS handshake timeout") from error
        except ssl.SSLError as error:
            raise GoError(tls_errors.text(error, name, sock)) from error
        sock.settimeout(self._request.seconds)
