"""A socket that has a port.

Go: vendor/github.com/docker/go-connections/sockets/tcp_socket.go
"""

from __future__ import annotations

import socket

from engine.golang.errors import os_error
from engine.golang.net import split_host_port


def new_tcp_socket(address: str) -> socket.socket:
    """Listen on ``host:port``, without encryption.

    Raises:
        OSError: the address cannot be used.
        AddrError: it is no address.

    Go: NewTCPSocket
    """
    host, port = split_host_port(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with os_error("listen tcp", address):
        return socket.create_server((host, int(port)), family=family, backlog=socket.SOMAXCONN)
