"""A published port as it travels in JSON, apart from its parser, so that the engine stays light.

Go: vendor/github.com/docker/go-connections/nat/nat.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class PortBinding:
    """Where on the host a port of the container is reached.

    Go: PortBinding
    """

    host_ip: str = field(default="", metadata=tag("HostIp"))
    host_port: str = field(default="", metadata=tag("HostPort"))
