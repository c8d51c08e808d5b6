"""Container ports and where they are bound on the host.

Go: vendor/github.com/docker/go-connections/nat
"""

from engine.vendor.docker.go_connections.nat.nat import (
    Port,
    PortMapping,
    new_port,
    parse_port,
    parse_port_range_to_int,
    parse_port_spec,
    parse_port_specs,
    split_proto_port,
)
from engine.vendor.docker.go_connections.nat.parse import parse_port_range
from engine.vendor.docker.go_connections.nat.port_binding import PortBinding

__all__ = [
    "Port",
    "PortBinding",
    "PortMapping",
    "new_port",
    "parse_port",
    "parse_port_range",
    "parse_port_range_to_int",
    "parse_port_spec",
    "parse_port_specs",
    "split_proto_port",
]
