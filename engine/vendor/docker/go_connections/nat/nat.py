"""Port texts such as ``127.0.0.1:8080-8090:80/tcp``, taken apart.

Go: vendor/github.com/docker/go-connections/nat/nat.go
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.golang import net, strconv
from engine.golang.errors import GoError
from engine.golang.structs import struct
from engine.vendor.docker.go_connections.nat.parse import parse_port_range
from engine.vendor.docker.go_connections.nat.port_binding import PortBinding

_PROTOCOLS = ("tcp", "udp", "sctp")


class Port(str):
    """A container port, or a range of them, and its protocol: ``80/tcp``.

    Go: Port
    """

    __slots__ = ()

    def proto(self) -> str:
        """Return the protocol.

        Go: Port.Proto
        """
        return split_proto_port(self)[0]

    def port(self) -> str:
        """Return the number or the range, without the protocol.

        Go: Port.Port
        """
        return split_proto_port(self)[1]

    def int_(self) -> int:
        """Return the number, or 0 if it is none.

        Go: Port.Int
        """
        try:
            return parse_port(self.port())
        except GoError:
            return 0

    def range(self) -> tuple[int, int]:
        """Return the first and the last number.

        Raises:
            GoError: this is no port.

        Go: Port.Range
        """
        return parse_port_range_to_int(self.port())


def new_port(proto: str, port: str) -> Port:
    """Return the port for a protocol and a number or a range.

    Raises:
        GoError: ``port`` is neither.

    Go: NewPort
    """
    start, end = parse_port_range_to_int(port)
    return Port(f"{start}/{proto}" if start == end else f"{start}-{end}/{proto}")


def parse_port(raw_port: str) -> int:
    """Return the port number in ``raw_port``; an empty text is 0.

    Raises:
        GoError: no number of 16 bits.

    Go: ParsePort
    """
    return strconv.parse_uint(raw_port, 10, 16) if raw_port else 0


def parse_port_range_to_int(raw_port: str) -> tuple[int, int]:
    """Return the first and the last port of a number or a range; an empty text is 0.

    Raises:
        GoError: neither.

    Go: ParsePortRangeToInt
    """
    return parse_port_range(raw_port) if raw_port else (0, 0)


def split_proto_port(raw_port: str) -> tuple[str, str]:
    """Return protocol and port of ``80/udp``; without a protocol it is ``tcp``.

    Go: SplitProtoPort
    """
    parts = raw_port.split("/")
    if not parts[0]:
        return "", ""
    if len(parts) == 1 or not parts[1]:
        return "tcp", parts[0]
    return parts[1], parts[0]


def parse_port_specs(
    ports: Iterable[str],
) -> tuple[dict[str, dict[str, object]], dict[str, list[PortBinding] | None]]:
    """Return the container's ports as a set, and where on the host each is bound.

    Raises:
        GoError: one of the texts is no port specification.

    Go: ParsePortSpecs
    """
    exposed_ports: dict[str, dict[str, object]] = {}
    bindings: dict[str, list[PortBinding] | None] = {}
    for raw_port in ports:
        for mapping in parse_port_spec(raw_port):
            exposed_ports.setdefault(mapping.port, {})
            bound = bindings.get(mapping.port) or []
            bindings[mapping.port] = [*bound, mapping.binding]
    return exposed_ports, bindings


@struct(slots=True)
class PortMapping:
    """One container port and one place on the host.

    Go: PortMapping
    """

    port: Port
    binding: PortBinding


def parse_port_spec(raw_port: str) -> list[PortMapping]:
    """Return the mappings that ``[ip:][hostPort:]containerPort[/proto]`` stands for.

    Raises:
        GoError: the text is malformed, or its ranges differ in length.

    Go: ParsePortSpec
    """
    raw_ip, host_port, container_port = _split_parts(raw_port)
    proto, container_port = split_proto_port(container_port)
    ip = _parse_host_ip(raw_ip)
    if not container_port:
        raise GoError(f"No port specified: {raw_port}<empty>")
    inside = _parse_range("containerPort", container_port)
    outside = _parse_range("hostPort", host_port) if host_port else (0, 0)
    # Ranges of different length are fine for a single container port: the engine then
    # picks one host port out of the range.
    differ = inside[1] - inside[0] != outside[1] - outside[0]
    if host_port and differ and inside[0] != inside[1]:
        ports = f"{container_port} and {host_port}"
        raise GoError(f"Invalid ranges specified for container and host Ports: {ports}")
    if proto.lower() not in _PROTOCOLS:
        raise GoError(f"Invalid proto: {proto}")
    return [
        PortMapping(
            new_port(proto.lower(), str(inside[0] + i)),
            PortBinding(host_ip=ip, host_port=_nth_host_port(i, inside, outside, host_port)),
        )
        for i in range(inside[1] - inside[0] + 1)
    ]


def _split_parts(raw_port: str) -> tuple[str, str, str]:
    """Return address, host port and container port; only the address may have colons.

    Go: splitParts
    """
    rest, _, container_port = raw_port.rpartition(":")
    ip, _, host_port = rest.rpartition(":")
    return ip, host_port, container_port


def _parse_host_ip(raw_ip: str) -> str:
    """Return the address without brackets, or an empty text."""
    try:
        ip, _ = net.split_host_port(raw_ip + ":")
    except net.AddrError as error:
        raise GoError(f"Invalid ip address {raw_ip}: {error}") from error
    if ip and net.parse_ip(ip) is None:
        raise GoError(f"Invalid ip address: {ip}")
    return ip


def _parse_range(name: str, port: str) -> tuple[int, int]:
    try:
        return parse_port_range(port)
    except GoError as error:
        raise GoError(f"Invalid {name}: {port}") from error


def _nth_host_port(
    i: int, inside: tuple[int, int], outside: tuple[int, int], host_port: str
) -> str:
    if not host_port:
        return ""
    if inside[0] == inside[1] and outside[0] != outside[1]:
        return f"{outside[0] + i}-{outside[1]}"
    return str(outside[0] + i)
