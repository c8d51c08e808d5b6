"""Sockets to listen on.

Go: vendor/github.com/docker/go-connections/sockets/sockets.go
"""

from engine.vendor.docker.go_connections.sockets.tcp_socket import new_tcp_socket
from engine.vendor.docker.go_connections.sockets.unix_socket import new_unix_socket

__all__ = ["new_tcp_socket", "new_unix_socket"]
