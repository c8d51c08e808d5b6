"""Checks an additional host of a container, and where the daemon is to listen.

Go: opts/hosts.go
"""

from __future__ import annotations

from engine.golang import net, strconv
from engine.golang.errors import GoError
from engine.opts.opts import validate_ip_address

# Stands for the address of the host itself.
HOST_GATEWAY_NAME = "host-gateway"
DEFAULT_HTTP_PORT = "2375"
DEFAULT_HTTP_HOST = "localhost"
DEFAULT_UNIX_SOCKET = "/var/run/docker.sock"
DEFAULT_HOST = f"unix://{DEFAULT_UNIX_SOCKET}"
DEFAULT_TCP_HOST = f"tcp://{DEFAULT_HTTP_HOST}:{DEFAULT_HTTP_PORT}"


def validate_extra_host(value: str) -> str:
    """Return ``name:ip`` unchanged; only the first colon splits, so that IPv6 is possible.

    Raises:
        GoError: the form is wrong, or it is no IP address.

    Go: ValidateExtraHost
    """
    name, colon, address = value.partition(":")
    if not colon or not name:
        raise GoError(f"bad format for add-host: {strconv.quote(value)}")
    if address != HOST_GATEWAY_NAME:
        try:
            validate_ip_address(address)
        except GoError:
            raise GoError(f"invalid IP address in add-host: {strconv.quote(address)}") from None
    return value


def parse_host(val: str) -> str:
    """Return where to listen, as ``unix://PATH`` or ``tcp://HOST:PORT``.

    An empty text means the default socket; without a scheme it is TCP.

    Raises:
        GoError: no such scheme, or a malformed address.

    Go: ParseHost
    """
    host = val.strip()
    return _parse_daemon_host(host) if host else DEFAULT_HOST


def _parse_daemon_host(addr: str) -> str:
    """Fill in the scheme, and what is missing behind it.

    Go: parseDaemonHost
    """
    scheme, separator, rest = addr.partition("://")
    if not separator:
        scheme, rest = "tcp", addr
    if scheme == "tcp":
        return parse_tcp_addr(rest)
    if scheme == "unix":
        if "://" in rest:
            raise GoError(f"Invalid proto, expected unix: {rest}")
        return f"unix://{rest or DEFAULT_UNIX_SOCKET}"
    if scheme == "fd":
        return addr
    raise GoError(f"Invalid bind address format: {addr}")


def parse_tcp_addr(try_addr: str) -> str:
    """Return ``tcp://HOST:PORT``; the default host or port stands for one left out.

    Raises:
        GoError: another scheme, or a malformed address.

    Go: ParseTCPAddr
    """
    addr = try_addr.removeprefix("tcp://")
    if not addr:
        return DEFAULT_TCP_HOST
    if "://" in addr:
        raise GoError(f"Invalid proto, expected tcp: {try_addr}")
    try:
        host, port = net.split_host_port(addr if ":" in addr else f"{addr}:{DEFAULT_HTTP_PORT}")
        strconv.atoi(port or DEFAULT_HTTP_PORT)
    except GoError as error:
        raise GoError(f"Invalid bind address format: {try_addr}") from error
    hostport = net.join_host_port(host or DEFAULT_HTTP_HOST, port or DEFAULT_HTTP_PORT)
    return f"tcp://{hostport}"
