"""Networks as the API shows them.

Go: api/types/types.go, api/types/network/network.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class IPAMConfig:
    """Addresses of a network.

    Go: api/types/network/network.go IPAMConfig
    """

    subnet: str = field(default="", metadata=tag("Subnet", omitempty=True))
    ip_range: str = field(default="", metadata=tag("IPRange", omitempty=True))
    gateway: str = field(default="", metadata=tag("Gateway", omitempty=True))
    aux_address: dict[str, str] | None = field(
        default=None, metadata=tag("AuxiliaryAddresses", omitempty=True)
    )


@struct(slots=True, kw_only=True)
class IPAM:
    """Who gives addresses, and which.

    Go: api/types/network/network.go IPAM
    """

    driver: str = field(default="", metadata=tag("Driver"))
    options: dict[str, str] | None = field(default=None, metadata=tag("Options"))
    config: list[IPAMConfig] | None = field(default=None, metadata=tag("Config"))


@struct(slots=True, kw_only=True)
class ConfigReference:
    """The network that another one takes its settings from.

    Go: api/types/network/network.go ConfigReference
    """

    network: str = field(default="", metadata=tag("Network"))


@struct(slots=True, kw_only=True)
class EndpointResource:
    """A container in a network.

    Go: api/types/types.go EndpointResource
    """

    name: str = field(default="", metadata=tag("Name"))
    endpoint_id: str = field(default="", metadata=tag("EndpointID"))
    mac_address: str = field(default="", metadata=tag("MacAddress"))
    ipv4_address: str = field(default="", metadata=tag("IPv4Address"))
    ipv6_address: str = field(default="", metadata=tag("IPv6Address"))


@struct(slots=True, kw_only=True)
class NetworkResource:
    """One network; what only a swarm has is left out.

    Go: api/types/types.go NetworkResource
    """

    name: str = field(default="", metadata=tag("Name"))
    id: str = field(default="", metadata=tag("Id"))
    created: str = field(default="", metadata=tag("Created"))
    scope: str = field(default="", metadata=tag("Scope"))
    driver: str = field(default="", metadata=tag("Driver"))
    enable_ipv6: bool = field(default=False, metadata=tag("EnableIPv6"))
    ipam: IPAM = field(default_factory=IPAM, metadata=tag("IPAM"))
    internal: bool = field(default=False, metadata=tag("Internal"))
    attachable: bool = field(default=False, metadata=tag("Attachable"))
    ingress: bool = field(default=False, metadata=tag("Ingress"))
    config_from: ConfigReference = field(
        default_factory=ConfigReference, metadata=tag("ConfigFrom")
    )
    config_only: bool = field(default=False, metadata=tag("ConfigOnly"))
    containers: dict[str, EndpointResource] | None = field(default=None, metadata=tag("Containers"))
    options: dict[str, str] | None = field(default=None, metadata=tag("Options"))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels"))
    services: dict[str, object] | None = field(
        default=None, metadata=tag("Services", omitempty=True)
    )


@struct(slots=True, kw_only=True)
class NetworkListConfig:
    """How much to tell: with the containers, with the services of a swarm.

    Go: api/types/types.go NetworkListConfig
    """

    detailed: bool = False
    verbose: bool = False
