"""Where the daemon listens, and extra lines for /etc/hosts.

Go: opts/hosts.go
"""

from __future__ import annotations

from cli.opts.opts import validate_ip_address
from engine.golang import net, strconv
from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.golang.strings import trim_space

DEFAULT_HTTP_PORT = "2375"
DEFAULT_TLS_HTTP_PORT = "2376"
DEFAULT_UNIX_SOCKET = "/var/run/docker.sock"
DEFAULT_HTTP_HOST = "localhost"
DEFAULT_HOST = f"unix://{DEFAULT_UNIX_SOCKET}"
DEFAULT_TCP_HOST = f"tcp://{DEFAULT_HTTP_HOST}:{DEFAULT_HTTP_PORT}"
DEFAULT_TLS_HOST = f"tcp://{DEFAULT_HTTP_HOST}:{DEFAULT_TLS_HTTP_PORT}"
DEFAULT_NAMED_PIPE = "//./pipe/docker_engine"
# Instead of an address: the daemon puts in the host's own.
HOST_GATEWAY_NAME = "host-gateway"


def validate_host(val: str) -> str:
    """Return ``val`` as the user wrote it, if it names a place to connect to.

    Raises:
        GoError: it does not.

    Go: ValidateHost
    """
    host = trim_space(val)
    if host:
        _parse_docker_daemon_host(host)
    return val


def parse_host(default_to_tls: bool, val: str) -> str:
    """Return the daemon's address as a URL; an empty text means the default one.

    Raises:
        GoError: the scheme is unknown or the address malformed.

    Go: ParseHost
    """
    host = trim_space(val)
    if host:
        return _parse_docker_daemon_host(host)
    return DEFAULT_TLS_HOST if default_to_tls else DEFAULT_HOST


def _parse_docker_daemon_host(addr: str) -> str:
    """Return ``addr`` with scheme and defaults filled in; without a scheme it is TCP.

    Go: parseDockerDaemonHost
    """
    scheme, separator, rest = addr.partition("://")
    if not separator and scheme:
        scheme, rest = "tcp", scheme
    match scheme:
        case "tcp":
            return parse_tcp_addr(rest, DEFAULT_TCP_HOST)
        case "unix":
            return _parse_simple_proto_addr("unix", rest, DEFAULT_UNIX_SOCKET)
        case "npipe":
            return _parse_simple_proto_addr("npipe", rest, DEFAULT_NAMED_PIPE)
        case "fd" | "ssh":
            return addr
        case _:
            raise GoError(f"Invalid bind address format: {addr}")


def _parse_simple_proto_addr(proto: str, addr: str, default_addr: str) -> str:
    """Return ``proto://path``.

    Go: parseSimpleProtoAddr
    """
    addr = addr.removeprefix(f"{proto}://")
    if "://" in addr:
        raise GoError(f"Invalid proto, expected {proto}: {addr}")
    return f"{proto}://{addr or default_addr}"


def parse_tcp_addr(try_addr: str, default_addr: str) -> str:
    """Return ``tcp://host:port[/path]``; what ``try_addr`` leaves out is ``default_addr``'s.

    Raises:
        GoError: another scheme, or a malformed address.

    Go: ParseTCPAddr
    """
    addr = try_addr.removeprefix("tcp://")
    if not addr:
        return default_addr
    if "://" in addr:
        raise GoError(f"Invalid proto, expected tcp: {try_addr}")
    default_host, default_port = net.split_host_port(default_addr.removeprefix("tcp://"))
    if addr.endswith("]:"):
        addr += default_port
    from engine.golang import url_parse

    u = url_parse.parse(f"tcp://{addr}")
    host, port = _split_or_add_port(u.host, default_port, try_addr)
    port = port or default_port
    _check_port(port, try_addr)
    return f"tcp://{net.join_host_port(host or default_host, port)}{u.path}"


def _split_or_add_port(hostport: str, default_port: str, try_addr: str) -> tuple[str, str]:
    try:
        return net.split_host_port(hostport)
    except net.AddrError:
        try:
            return net.split_host_port(net.join_host_port(hostport, default_port))
        except net.AddrError as error:
            raise GoError(f"Invalid bind address format: {try_addr}") from error


def _check_port(port: str, try_addr: str) -> None:
    """Refuse what is no number; one that is too large passes, as in Go."""
    try:
        strconv.atoi(port)
    except strconv.NumError as error:
        if error.reason != "value out of range":
            raise GoError(f"Invalid bind address format: {try_addr}") from error


def validate_extra_host(val: str) -> str:
    """Return ``name:ip`` as it is; ``host-gateway`` may stand for the address.

    Raises:
        GoError: there is no name, or no address.

    Go: ValidateExtraHost
    """
    name, _, ip = val.partition(":")
    if not name or ":" not in val:
        raise GoError(f"bad format for add-host: {quote(val)}")
    if ip != HOST_GATEWAY_NAME:
        try:
            validate_ip_address(ip)
        except GoError as error:
            raise GoError(f"invalid IP address in add-host: {quote(ip)}") from error
    return val
