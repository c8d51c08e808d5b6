"""Reads the lines of an engine in a thread of its own, over a connection of its own."""

from __future__ import annotations

import contextlib
import posixpath
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from engine.client.request import Request
from engine.client.transport import Connection
from engine.golang.errors import GoError
from walkthrough.joined import wire
from walkthrough.quiet import quietly

if TYPE_CHECKING:
    from engine.client.client import Client
    from engine.golang.http_response import Response

_PATIENCE = 5.0  # seconds to connect, and for the first line
_BLOCK = 64 * 1024


class NoStream(Exception):
    """The engine does not tell; a stock dockerd does not. The text says what it did."""


class Follower:
    """The stream of one trace, from an engine that tells; `hello` is its first line.

    Raises:
        NoStream: there is none.
    """

    def __init__(self, client: Client, trace_id: str) -> None:
        self._rest = b""
        try:
            self._socket = _dial(client)
        except OSError as error:
            raise NoStream(str(error)) from error
        self._connection = Connection(self._socket)
        try:
            self._response = self._ask(client, trace_id)
            self.hello = self._first_line()
        except (OSError, GoError, ValueError) as error:
            self._connection.close()
            raise NoStream(str(error)) from error
        self._socket.settimeout(None)
        self._thread: threading.Thread | None = None

    def _ask(self, client: Client, trace_id: str) -> Response:
        host = "docker" if client.proto in ("unix", "npipe") else client.addr
        target = posixpath.join(client.base_path or "/", f".{wire.PATH}{trace_id}")
        request = Request(method="GET", target=posixpath.normpath(target), host=host)
        self._connection.write(request, [("Host", host), *request.ordered_headers()])
        response = self._connection.receive()
        if response.status != 200:
            raise GoError(f"{response.status} {response.reason}")
        return response

    def _first_line(self) -> wire.Event:
        while b"\n" not in self._rest:
            data = self._response.read1(_BLOCK)
            if not data:
                raise GoError("nothing came")
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        hello = wire.decode(line)
        if hello["event"] != "hello" or hello.get("version") != wire.VERSION:
            raise GoError("another version of this program")
        return hello

    def start(
        self, hear: Callable[[wire.Event], None], ended: Callable[[str | None], None]
    ) -> None:
        """Read from now on; `ended` is told what went wrong, if it was not the connection."""
        self._thread = threading.Thread(target=self._run, args=(hear, ended), daemon=True)
        self._thread.start()

    def _run(self, hear: Callable[[wire.Event], None], ended: Callable[[str | None], None]) -> None:
        why = None
        try:
            with quietly():
                for line in self._lines():
                    hear(wire.decode(line))
        except (OSError, GoError):
            pass  # the connection broke, or was closed here
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
        finally:
            ended(why)

    def _lines(self) -> Iterator[bytes]:
        """Yield the lines as they come; some may have come with the first."""
        while True:
            *lines, self._rest = self._rest.split(b"\n")
            yield from lines
            data = self._response.read1(_BLOCK)
            if not data:
                return
            self._rest += data

    def close(self) -> None:
        """Read no more, and let the engine know."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if self._thread is not None:
            self._thread.join(_PATIENCE)
        self._connection.close()


def _dial(client: Client) -> socket.socket:
    """Connect to where the client's requests go."""
    if client.proto in ("unix", "fd"):
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(_PATIENCE)
        try:
            sock.connect(client.addr)
        except OSError:
            sock.close()
            raise
        return sock
    host, _, port = client.addr.rpartition(":")
    sock = socket.create_connection((host.strip("[]"), int(port)), _PATIENCE)
    tls = client.transport.tls
    return tls.wrap_socket(sock, server_hostname=host.strip("[]")) if tls is not None else sock
