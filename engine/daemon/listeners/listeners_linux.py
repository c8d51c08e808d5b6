"""From an address to a socket.

Go: daemon/listeners/listeners_linux.go
"""

from __future__ import annotations

import logging
import os
import socket

from engine.daemon.listeners.group_unix import DEFAULT_SOCKET_GROUP, lookup_gid
from engine.golang import errors
from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.vendor.docker.go_connections import sockets

_log = logging.getLogger(__name__)


def init(proto: str, addr: str, socket_group: str) -> list[socket.socket]:
    """Listen on ``addr``; a unix socket belongs to ``socket_group`` if the host has it.

    Sockets handed over by systemd (``fd://``) and TLS are left out.

    Raises:
        GoError: another protocol, or no such group.
        OSError: the address cannot be used.

    Go: Init
    """
    match proto:
        case "tcp":
            return [sockets.new_tcp_socket(addr)]
        case "unix":
            gid = _gid(addr, socket_group)
            try:
                return [sockets.new_unix_socket(addr, gid)]
            except OSError as error:
                raise errors.wrap(error, f"can't create unix socket {addr}") from error
        case _:
            raise GoError(f"invalid protocol format: {quote(proto)}")


def _gid(addr: str, socket_group: str) -> int:
    try:
        return lookup_gid(socket_group)
    except GoError as error:
        if socket_group:
            if socket_group != DEFAULT_SOCKET_GROUP:
                raise
            _log.warning("could not change group %s to %s: %s", addr, DEFAULT_SOCKET_GROUP, error)
        return os.getgid()
