"""Connections: accepted, kept alive, closed; a thread for each, as Go has a goroutine.

Go: net/http/server.go
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable

import h11

from engine.golang.errors import GoError
from engine.golang.http.request import Request, read_request
from engine.golang.http.response import ResponseWriter
from engine.golang.http.transfer import Wire
from engine.golang.panic import Panic

_log = logging.getLogger(__name__)

Handler = Callable[[ResponseWriter, Request], None]


class Server:
    """Answers HTTP requests with ``handler`` until it is closed.

    Go: Server
    """

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._connections: set[_Connection] = set()

    def serve(self, listener: socket.socket) -> None:
        """Accept connections until ``listener`` is shut down; a thread serves each.

        Raises:
            OSError: the listener failed while nobody asked it to close.

        Go: Server.Serve
        """
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                if self._closing.is_set():
                    return
                raise
            connection = _Connection(self, sock)
            with self._changed:
                self._connections.add(connection)
            threading.Thread(target=connection.serve, name="http", daemon=True).start()

    def close_listener(self, listener: socket.socket) -> None:
        """Take no more connections from ``listener``.

        Go: Server.closeListenersLocked
        """
        self._closing.set()
        # close(2) alone does not wake a thread that waits in accept(2).
        try:
            listener.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            _log.debug("listener was not open: %s", error)
        listener.close()

    def shutdown(self, timeout: float) -> bool:
        """Hang up on idle clients, wait for running requests; say whether all ended in time.

        Handlers that stream see ``Request.cancelled`` turn true.

        Go: Server.Shutdown
        """
        self._closing.set()
        deadline = time.monotonic() + timeout
        with self._changed:
            for connection in self._connections:
                connection.hang_up_if_idle()
            while self._connections:
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    return False
        return True

    @property
    def closing(self) -> bool:
        """Whether the server was asked to end."""
        return self._closing.is_set()

    def forget(self, connection: _Connection) -> None:
        """Drop a connection that has ended."""
        with self._changed:
            self._connections.discard(connection)
            self._changed.notify_all()


class _Connection:
    """One client, request after request.

    Go: conn
    """

    def __init__(self, server: Server, sock: socket.socket) -> None:
        self.server = server
        self.sock = sock
        self.wire = Wire(sock)
        self._lock = threading.Lock()
        self._idle = True

    def serve(self) -> None:
        """Answer requests until one side has had enough.

        Go: conn.serve
        """
        try:
            if self.sock.family != socket.AF_UNIX:
                self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while self._serve_one():
                self.wire.state.start_next_cycle()
        except OSError as error:
            _log.debug("connection ended: %s", error)
        except Panic as panic:
            _log.error("http: panic serving %s: %s", self.sock.getsockname() or "@", panic)
        finally:
            self._close()
            self.server.forget(self)

    def hang_up_if_idle(self) -> None:
        """Close the connection unless a request is being answered."""
        with self._lock:
            if self._idle:
                _shut(self.sock, socket.SHUT_RDWR)

    def _serve_one(self) -> bool:
        """Answer one request; say whether another may follow."""
        try:
            event = self.wire.next_event()
            if not isinstance(event, h11.Request):
                return False
            self._set_idle(False)
            if not event.http_version.startswith(b"1."):
                raise _UnsupportedVersion
            request = read_request(event, self.wire, self._cancelled)
            if request.content_length == 0:
                self.wire.next_event()  # its end, for which no client has to be told to go on
        except (h11.RemoteProtocolError, GoError) as error:
            self.sock.sendall(_refusal(error))
            return False
        writer = ResponseWriter(self.wire, method=request.method)
        if request.header.get("Expect").lower() not in ("", "100-continue"):
            writer.write_header(417)
            writer.finish(keep_alive=False)
            return False
        if request.url.path == "*" and request.method == "OPTIONS":
            writer.finish(keep_alive=True)
        else:
            self.server.handler(writer, request)
        return self._finish(writer)

    def _finish(self, writer: ResponseWriter) -> bool:
        """Send what the handler held back, and make room for the next request."""
        try:
            reusable = self.wire.skip_body() and not self.server.closing
        except h11.RemoteProtocolError:
            reusable = False
        if self.wire.state.our_state is not h11.DONE:
            writer.finish(keep_alive=reusable)
        self._set_idle(True)
        ready = self.wire.state.our_state is h11.DONE and self.wire.state.their_state is h11.DONE
        return reusable and ready and not self.server.closing

    def _set_idle(self, idle: bool) -> None:
        with self._lock:
            self._idle = idle

    def _cancelled(self) -> bool:
        return self.server.closing or self.wire.peer_is_gone()

    def _close(self) -> None:
        """Close in two steps, so that a client still sending can read the answer (RFC 7230 6.6)."""
        _shut(self.sock, socket.SHUT_WR)
        if self.wire.state.their_state in (h11.SEND_BODY, h11.ERROR):
            self.sock.settimeout(0.5)
            try:
                while self.sock.recv(1 << 16):
                    continue
            except OSError as error:
                _log.debug("client did not stop sending: %s", error)
        self.sock.close()


def _shut(sock: socket.socket, how: int) -> None:
    try:
        sock.shutdown(how)
    except OSError as error:
        _log.debug("connection was not open: %s", error)


class _UnsupportedVersion(GoError):
    """Neither HTTP/1.0 nor 1.1."""


def _refusal(error: Exception) -> bytes:
    """Return the answer to what is no request, as Go words it."""
    line, text = "400 Bad Request", ""
    hint = getattr(error, "error_status_hint", 400)
    if hint == 431:
        line = "431 Request Header Fields Too Large"
    elif hint == 501:
        line, text = "501 Not Implemented", "Unsupported transfer encoding"
    elif isinstance(error, _UnsupportedVersion):
        line = "505 HTTP Version Not Supported: unsupported protocol version"
    elif "Host: header" in str(error) and "mandatory" in str(error):
        line = "400 Bad Request: missing required Host header"
    head = f"HTTP/1.1 {line}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close"
    return f"{head}\r\n\r\n{text or line}".encode()
