"""A container's networks, as ``config.v2.json`` keeps them.

Go: daemon/network/settings.go
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from engine.api.types.container.host_config import PortMap
from engine.api.types.network import network as networktypes
from engine.api.types.network.address import Address
from engine.golang.struct_tags import embedded, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class EndpointSettings:
    """A connection to a network, and what only the daemon needs to know of it.

    Go: EndpointSettings
    """

    endpoint_settings: networktypes.EndpointSettings | None = field(
        default=None, metadata=embedded()
    )
    ipam_operational: bool = field(default=False, metadata=tag("IPAMOperational"))


@struct(slots=True, kw_only=True)
class Settings:
    """All connections; most fields stay empty until the container starts.

    ``service`` is swarm's, kept as it was read.

    Go: Settings
    """

    bridge: str = field(default="", metadata=tag("Bridge"))
    sandbox_id: str = field(default="", metadata=tag("SandboxID"))
    hairpin_mode: bool = field(default=False, metadata=tag("HairpinMode"))
    link_local_ipv6_address: str = field(default="", metadata=tag("LinkLocalIPv6Address"))
    link_local_ipv6_prefix_len: int = field(default=0, metadata=tag("LinkLocalIPv6PrefixLen"))
    networks: dict[str, EndpointSettings | None] | None = field(
        default=None, metadata=tag("Networks")
    )
    service: dict[str, Any] | None = field(default=None, metadata=tag("Service"))
    ports: PortMap | None = field(default=None, metadata=tag("Ports"))
    sandbox_key: str = field(default="", metadata=tag("SandboxKey"))
    secondary_ip_addresses: list[Address] | None = field(
        default=None, metadata=tag("SecondaryIPAddresses")
    )
    secondary_ipv6_addresses: list[Address] | None = field(
        default=None, metadata=tag("SecondaryIPv6Addresses")
    )
    is_anonymous_endpoint: bool = field(default=False, metadata=tag("IsAnonymousEndpoint"))
    has_swarm_endpoint: bool = field(default=False, metadata=tag("HasSwarmEndpoint"))
