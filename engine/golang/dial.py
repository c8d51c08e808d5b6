"""Connecting to a host over TCP: its addresses tried one after another, and nearly at once.

Go: net/dial.go
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from typing import Any

from engine.golang.context import Context
from engine.golang.errors import GoError, errno_text
from engine.golang.lookup import no_such_host
from engine.golang.net import join_host_port

# An address that does not answer within this time gets company: RFC 8305.
_HEAD_START_SECONDS = 0.3
_LOOK_SECONDS = 0.05
_KEEP_ALIVE_SECONDS = 30


class OpError(GoError):
    """A connection could not be made.

    Go: OpError
    """


def dial(context: Context, host: str, port: int, seconds: float) -> socket.socket:
    """Return a connected socket.

    Raises:
        OpError: no such host, nobody listens, or nobody answers in time; of several addresses
            the first one's trouble is told.
        ContextCancelled: the connection is not wanted any more.

    Go: Dialer.DialContext
    """
    return Race(_lookup(host, port), time.monotonic() + seconds).run(context)


def _lookup(host: str, port: int) -> list[tuple[Any, ...]]:
    """Go: Resolver.resolveAddrList."""
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        temporary = getattr(error, "errno", None) == socket.EAI_AGAIN
        failed = f"lookup {host}: Temporary failure in name resolution"
        raise OpError(f"dial tcp: {failed if temporary else no_such_host(host)}") from error


class Race:
    """Connects to all addresses; each has a head start before the next, the first one wins.

    Go: sysDialer.dialParallel, sysDialer.dialSerial
    """

    def __init__(self, addresses: list[tuple[Any, ...]], deadline: float) -> None:
        self._waiting = addresses
        self._deadline = deadline
        self._running = selectors.DefaultSelector()
        self._failure: OpError | None = None

    def run(self, context: Context) -> socket.socket:
        """Return the winner; the others are closed."""
        try:
            while self._waiting or self._running.get_map():
                context.check()
                winner = self._step()
                if winner is not None:
                    return winner
        finally:
            for key in list(self._running.get_map().values()):
                key.fileobj.close()  # type: ignore[union-attr]
            self._running.close()
        assert self._failure is not None
        raise self._failure

    def _step(self) -> socket.socket | None:
        """Start one, and wait for it until the next may start."""
        if self._waiting:
            self._start(self._waiting.pop(0))
        until = time.monotonic() + _HEAD_START_SECONDS if self._waiting else self._deadline
        if not self._running.get_map():
            return None
        while (left := until - time.monotonic()) > 0:
            for key, _ in self._running.select(min(left, _LOOK_SECONDS)):
                return self._connected(key)
            if not self._waiting:
                return None  # so that the caller looks whether we are still wanted
        if time.monotonic() >= self._deadline:
            self._give_up()
        return None

    def _start(self, address: tuple[Any, ...]) -> None:
        family, kind, protocol, _, target = address
        trial = socket.socket(family, kind, protocol)
        trial.setblocking(False)
        code = trial.connect_ex(target)
        if code in (0, errno.EINPROGRESS):
            self._running.register(trial, selectors.EVENT_WRITE, target)
        else:
            trial.close()
            self._failed(target, f"connect: {errno_text(code)}")

    def _connected(self, key: selectors.SelectorKey) -> socket.socket | None:
        self._running.unregister(key.fileobj)
        trial = key.fileobj
        assert isinstance(trial, socket.socket)
        code = trial.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            trial.close()
            self._failed(key.data, f"connect: {errno_text(code)}")
            return None
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        trial.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _KEEP_ALIVE_SECONDS)
        trial.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return trial

    def _give_up(self) -> None:
        self._waiting = []
        for key in list(self._running.get_map().values()):
            self._running.unregister(key.fileobj)
            key.fileobj.close()  # type: ignore[union-attr]
            self._failed(key.data, "i/o timeout")

    def _failed(self, target: tuple[Any, ...], reason: str) -> None:
        shown = join_host_port(str(target[0]), str(target[1]))
        self._failure = self._failure or OpError(f"dial tcp {shown}: {reason}")
