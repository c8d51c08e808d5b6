"""One connection to the daemon, kept open from request to request.

Go has this in its library, with a pool. Proxies from the environment are not used.

Go: net/http/transport.go, vendor/github.com/docker/go-connections/sockets/sockets.go
"""

from __future__ import annotations

import contextlib
import errno
import socket
from typing import TYPE_CHECKING

from engine.golang import errors
from engine.golang.http_request import check_fields, write_request
from engine.golang.http_response import HungUp, Response, Wire, read_response
from engine.golang.net import join_host_port

if TYPE_CHECKING:
    import ssl

    from engine.client.request import Request

_DIAL_TIMEOUT = 32.0  # seconds
_BROKEN = "net/http: HTTP/1.x transport connection broken"


class TransportError(errors.GoError):
    """The request did not get an answer; the text is what Go's ``url.Error`` wraps.

    ``permission`` and ``timeout`` tell the two causes that get a message of their own.
    """

    def __init__(self, text: str, *, permission: bool = False, timeout: bool = False) -> None:
        self.permission = permission
        self.timeout = timeout
        super().__init__(text)


class BrokenRead(errors.GoPathError):
    """A connection that broke while something was read from it.

    Go: net.OpError
    """

    def __init__(self, names: str, error: OSError) -> None:
        super().__init__("read", f"{names}: read", error)


class Connection:
    """An open socket, and what has been read from it ahead.

    Go: persistConn
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._names = _names(sock)
        self._wire = Wire(self)

    def is_free(self) -> bool:
        """Say whether the last answer is out of the way, and another may follow."""
        return self._wire.is_free()

    def write(self, request: Request, fields: list[tuple[str, str]]) -> None:
        """Send ``request``, piece by piece."""
        pieces = write_request(self._wire, request.method, request.target, fields, request.body)
        # A daemon that has seen enough answers and hangs up before all is sent.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for data in pieces:
                self.send(data)

    def set_timeout(self, timeout: float | None) -> None:
        """Wait so many seconds at most whenever bytes are waited for."""
        self._sock.settimeout(timeout)

    def send(self, data: bytes) -> None:
        """Write ``data``."""
        self._sock.sendall(data)

    def recv(self, size: int, /) -> bytes:
        """Return what has arrived, at most ``size`` bytes; nothing at the end.

        Raises:
            BrokenRead: the daemon ended the connection in an unfriendly way.

        Go: persistConn.Read
        """
        try:
            return self._sock.recv(size)
        except ConnectionError as error:
            raise BrokenRead(self._names, error) from error

    def receive(self) -> Response:
        """Read the head of the answer to a request."""
        return read_response(self._wire)

    def close(self) -> None:
        """Hang up."""
        self._sock.close()


class Transport:
    """Sends requests to one address, over a unix socket or TCP, with TLS or without.

    Go: http.Transport
    """

    def __init__(self, proto: str, addr: str, tls: ssl.SSLContext | None = None) -> None:
        self.proto = proto
        self.addr = addr
        self.tls = tls
        self._connection: Connection | None = None

    def round_trip(self, request: Request) -> Response:
        """Send ``request`` and return the answer, of which only the head has arrived.

        Raises:
            TransportError: no connection, or no HTTP on the other side.

        Go: Transport.RoundTrip
        """
        fields = [("Host", request.host), *request.ordered_headers()]
        try:
            check_fields(fields)
        except errors.GoError as error:
            raise TransportError(str(error)) from error
        connection, fresh = self._get_conn(request.timeout)
        try:
            connection.write(request, fields)
            return connection.receive()
        except (BrokenRead, HungUp) as error:
            self.close()
            # The daemon may drop a connection that stood idle; that is no failure of this request.
            if not fresh and request.can_rewind():
                return self.round_trip(request)
            raise TransportError(str(error)) from error
        except TimeoutError as error:
            self.close()
            raise TransportError("context deadline exceeded", timeout=True) from error
        except errors.GoError as error:
            self.close()
            raise TransportError(f"{_BROKEN}: {error}") from error
        except OSError as error:
            self.close()
            raise TransportError(errors.text(error)) from error

    def close(self) -> None:
        """Hang up.

        Go: Transport.CloseIdleConnections
        """
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _get_conn(self, timeout: float | None) -> tuple[Connection, bool]:
        """Return a connection, and whether it is a new one.

        Go: Transport.getConn
        """
        old = self._connection
        if old is not None and old.is_free():
            old.set_timeout(timeout)
            return old, False
        # Nobody here reads two answers at a time: an answer that is in the way was given up.
        self.close()
        self._connection = Connection(self._dial(timeout))
        return self._connection, True

    def _dial(self, timeout: float | None) -> socket.socket:
        """Return an open socket.

        Go: Transport.dialConn
        """
        conn = None
        try:
            if self.proto == "unix":
                conn = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
                conn.settimeout(timeout)
                conn.connect(self.addr)
            else:
                host, port = self._host_port()
                conn = socket.create_connection((host, port), timeout or _DIAL_TIMEOUT)
                conn.settimeout(timeout)
        except (OSError, UnicodeError) as error:
            if conn is not None:
                conn.close()
            raise self._dial_error(error) from error
        if self.tls is None:
            return conn
        try:
            return self.tls.wrap_socket(conn, server_hostname=_split(self.addr)[0])
        except OSError as error:
            conn.close()
            raise TransportError(self._handshake_error(error)) from error

    def _host_port(self) -> tuple[str, int]:
        if not self.addr:
            raise TransportError("http: no Host in request URL")
        host, port = _split(self.addr)
        if port > 0xFFFF:
            raise TransportError(f"dial tcp: address {port}: invalid port")
        return host, port

    def _handshake_error(self, error: OSError) -> str:
        import ssl

        from engine.golang import tls_errors

        if isinstance(error, ssl.SSLError):
            return tls_errors.text(error, _split(self.addr)[0], None)
        return errors.text(error)

    def _dial_error(self, error: OSError | UnicodeError) -> TransportError:
        if isinstance(error, socket.gaierror | UnicodeError):
            from engine.golang.lookup import no_such_host

            return TransportError(f"dial {self.proto}: {no_such_host(_split(self.addr)[0])}")
        said = f"dial {self.proto} {self.addr}: "
        if isinstance(error, TimeoutError):
            return TransportError(f"{said}i/o timeout", timeout=True)
        permission = error.errno in (errno.EACCES, errno.EPERM)
        words = errors.errno_text(error.errno) if error.errno else str(error)
        return TransportError(f"{said}connect: {words}", permission=permission)


def _split(addr: str) -> tuple[str, int]:
    host, _, port = addr.rpartition(":")
    if not host or not port.isdigit():
        return addr.strip("[]"), 80
    return host.strip("[]"), int(port)


def _names(sock: socket.socket) -> str:
    """Return how errors tell which connection it was."""
    local, remote = sock.getsockname(), sock.getpeername()
    if sock.family == socket.AF_UNIX:
        return f"unix {local or '@'}->{remote}"
    return "tcp " + "->".join(join_host_port(end[0], str(end[1])) for end in (local, remote))
