"""The socket under a client's request, and what can go wrong on it.

Go: net/http/transport.go
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from collections.abc import Iterator

from engine.golang import tls_errors
from engine.golang.context import Context
from engine.golang.errors import GoError, errno_text
from engine.golang.io import UnexpectedEOF
from engine.golang.net import join_host_port
from engine.golang.strconv import quote

TIMEOUT = "(Client.Timeout exceeded while awaiting headers)"
_BROKEN = "net/http: HTTP/1.x transport connection broken"


class Line:
    """The socket under a request, which is cut when the request's context is cancelled."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._sock: socket.socket | None = None
        self._names = ""
        self.awaiting_headers = True
        self._forget = context.after(self._cut)

    def take(self, sock: socket.socket, seconds: float) -> socket.socket:
        """Make ``sock`` the one to cut, and let it wait for ``seconds`` at most."""
        sock.settimeout(seconds)
        self._sock = sock
        with contextlib.suppress(OSError):
            self._names = f"{_address(sock.getsockname())}->{_address(sock.getpeername())}"
        self._context.check()
        return sock

    def _cut(self) -> None:
        # Closing would not wake a thread that waits for bytes, and it would wait for the thread.
        if self._sock is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        self._forget()
        if self._sock is not None:
            self._sock.close()

    @contextlib.contextmanager
    def faults(self) -> Iterator[None]:
        """Tell in Go's words what goes wrong in the block.

        Raises:
            ContextCancelled: because the context was cancelled.
            GoError: for any other reason.
        """
        try:
            yield
        except Exception as error:
            self._context.check()
            if isinstance(error, GoError):
                raise
            raise self._told(error) from error

    def _told(self, error: Exception) -> Exception:
        if isinstance(error, http.client.RemoteDisconnected):
            return GoError("EOF")
        if isinstance(error, http.client.IncompleteRead):
            return UnexpectedEOF()
        if isinstance(error, http.client.BadStatusLine):
            # Python shows an empty line as its repr.
            said = quote(str(error.args[0]).strip("'").rstrip())
            return GoError(f"{_BROKEN}: malformed HTTP response {said}")
        if isinstance(error, TimeoutError) and self.awaiting_headers:
            return GoError(f"net/http: request canceled {TIMEOUT}")
        if isinstance(error, TimeoutError):
            return GoError(f"read tcp {self._names}: i/o timeout")
        if isinstance(error, ssl.SSLError):
            return GoError(tls_errors.text(error, "", None))
        if isinstance(error, OSError) and error.errno:
            return GoError(f"read tcp {self._names}: read: {errno_text(error.errno)}")
        return GoError(str(error) or type(error).__name__)


def _address(name: tuple[str, int]) -> str:
    return join_host_port(str(name[0]), str(name[1]))
