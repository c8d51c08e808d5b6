"""What a container asks of a network.

Go: api/types/network/network.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class EndpointIPAMConfig:
    """Addresses that the user chose.

    Go: EndpointIPAMConfig
    """

    ipv4_address: str = field(default="", metadata=tag("IPv4Address", omitempty=True))
    ipv6_address: str = field(default="", metadata=tag("IPv6Address", omitempty=True))
    link_local_ips: list[str] | None = field(
        default=None, metadata=tag("LinkLocalIPs", omitempty=True)
    )


@struct(slots=True, kw_only=True)
class EndpointSettings:
    """One connection of a container to a network; addresses are filled in at start.

    Go: EndpointSettings
    """

    ipam_config: EndpointIPAMConfig | None = field(default=None, metadata=tag("IPAMConfig"))
    links: list[str] | None = field(default=None, metadata=tag("Links"))
    aliases: list[str] | None = field(default=None, metadata=tag("Aliases"))
    network_id: str = field(default="", metadata=tag("NetworkID"))
    endpoint_id: str = field(default="", metadata=tag("EndpointID"))
    gateway: str = field(default="", metadata=tag("Gateway"))
    ip_address: str = field(default="", metadata=tag("IPAddress"))
    ip_prefix_len: int = field(default=0, metadata=tag("IPPrefixLen"))
    ipv6_gateway: str = field(default="", metadata=tag("IPv6Gateway"))
    global_ipv6_address: str = field(default="", metadata=tag("GlobalIPv6Address"))
    global_ipv6_prefix_len: int = field(default=0, metadata=tag("GlobalIPv6PrefixLen"))
    mac_address: str = field(default="", metadata=tag("MacAddress"))
    driver_opts: dict[str, str] | None = field(default=None, metadata=tag("DriverOpts"))


@struct(slots=True, kw_only=True)
class NetworkingConfig:
    """The networks to connect to, by name.

    Go: NetworkingConfig
    """

    endpoints_config: dict[str, EndpointSettings | None] | None = field(
        default=None, metadata=tag("EndpointsConfig")
    )
