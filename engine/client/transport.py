"""One connection to the daemon, kept open from request to request.

Go has this in its library, with a pool. Here it is `http.client` with two differences: it talks
to unix sockets, and it says what failed in Go's words. Proxies from the environment are not used.

Go: net/http/transport.go, vendor/github.com/docker/go-connections/sockets/sockets.go
"""

from __future__ import annotations

import contextlib
import errno
import http.client
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from engine.golang import errors

if TYPE_CHECKING:
    import ssl

    from engine.client.request import Request

_DIAL_TIMEOUT = 32.0  # seconds
_BLOCK = 32 * 1024


class TransportError(errors.GoError):
    """The request did not get an answer; the text is what Go's ``url.Error`` wraps.

    ``permission`` and ``timeout`` tell the two causes that get a message of their own.
    """

    def __init__(self, text: str, *, permission: bool = False, timeout: bool = False) -> None:
        self.permission = permission
        self.timeout = timeout
        super().__init__(text)


class Response(http.client.HTTPResponse):
    """An answer that remembers whether it was read to its end.

    Go: http.Response
    """

    complete = True

    def close(self) -> None:
        """Want no more of it; what has not been read yet is in the way of the next answer."""
        self.complete = self.isclosed() or self.length == 0
        super().close()


class _Connection(http.client.HTTPConnection):
    response_class = Response


class Transport:
    """Sends requests to one address, over a unix socket or TCP, with TLS or without.

    Go: http.Transport
    """

    def __init__(self, proto: str, addr: str, tls: ssl.SSLContext | None = None) -> None:
        self.proto = proto
        self.addr = addr
        self.tls = tls
        self._connection: _Connection | None = None
        self._response: Response | None = None

    def round_trip(self, request: Request) -> Response:
        """Send ``request`` and return the answer, of which only the headers have arrived.

        Raises:
            TransportError: no connection, or no HTTP on the other side.

        Go: Transport.RoundTrip
        """
        connection, fresh = self._get_conn(request.timeout)
        try:
            # A daemon that has seen enough answers and hangs up before all is sent.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self._send(connection, request)
            response = cast("Response", connection.getresponse())
        except (ConnectionError, http.client.RemoteDisconnected) as error:
            connection.close()
            # The daemon may drop a connection that stood idle; that is no failure of this request.
            if not fresh and request.can_rewind():
                return self.round_trip(request)
            raise TransportError("EOF") from error
        except TimeoutError as error:
            connection.close()
            raise TransportError("context deadline exceeded", timeout=True) from error
        except http.client.BadStatusLine as error:
            connection.close()
            raise TransportError(f'malformed HTTP response "{error.args[0]}"') from error
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise TransportError(errors.text(error)) from error
        self._response = response
        return response

    def close(self) -> None:
        """Hang up.

        Go: Transport.CloseIdleConnections
        """
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _get_conn(self, timeout: float | None) -> tuple[_Connection, bool]:
        """Return a connection, and whether it is a new one.

        Go: Transport.getConn
        """
        old, before = self._connection, self._response
        if old is not None and old.sock is not None:
            if before is None or (before.isclosed() and before.complete):
                old.sock.settimeout(timeout)
                return old, False
            # Nobody here reads two answers at a time, so that this one has been given up.
            old.close()
        connection = _Connection(self.addr)
        connection.sock = self._dial(timeout)
        self._connection, self._response = connection, None
        return connection, True

    def _dial(self, timeout: float | None) -> socket.socket:
        """Return an open socket.

        Go: Transport.dialConn
        """
        conn = None
        try:
            if self.proto in ("unix", "fd"):
                conn = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                conn.settimeout(timeout)
                conn.connect(self.addr)
            else:
                conn = socket.create_connection(_split(self.addr), timeout or _DIAL_TIMEOUT)
                conn.settimeout(timeout)
        except OSError as error:
            if conn is not None:
                conn.close()
            raise self._dial_error(error) from error
        if self.tls is None:
            return conn
        try:
            return self.tls.wrap_socket(conn, server_hostname=_split(self.addr)[0])
        except OSError as error:
            conn.close()
            raise TransportError(str(error)) from error

    def _dial_error(self, error: OSError) -> TransportError:
        if isinstance(error, socket.gaierror):
            host = _split(self.addr)[0]
            return TransportError(f"dial {self.proto}: lookup {host}: no such host")
        said = f"dial {self.proto} {self.addr}: "
        if isinstance(error, TimeoutError):
            return TransportError(f"{said}i/o timeout", timeout=True)
        permission = error.errno in (errno.EACCES, errno.EPERM)
        words = errors.errno_text(error.errno) if error.errno else str(error)
        return TransportError(f"{said}connect: {words}", permission=permission)

    def _send(self, connection: http.client.HTTPConnection, request: Request) -> None:
        """Write the request as Go does: Host and User-Agent first, the rest sorted.

        Go: Request.write
        """
        connection.putrequest(
            request.method, request.target, skip_host=True, skip_accept_encoding=True
        )
        connection.putheader("Host", request.host)
        for name, value in request.ordered_headers():
            connection.putheader(name, value)
        body = request.body
        if body is None or isinstance(body, bytes):
            connection.endheaders(body)
            return
        connection.endheaders(_blocks(body), encode_chunked=True)


def _blocks(source: object) -> Iterator[bytes]:
    read = source.read  # type: ignore[attr-defined]
    while block := read(_BLOCK):
        yield block


def _split(addr: str) -> tuple[str, int]:
    host, _, port = addr.rpartition(":")
    if not host or not port.isdigit():
        return addr.strip("[]"), 80
    return host.strip("[]"), int(port)
