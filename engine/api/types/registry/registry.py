"""What the daemon knows about registries before it asks one.

Go: api/types/registry/registry.go
"""

from __future__ import annotations

from dataclasses import field
from ipaddress import IPv4Network, IPv6Network

from engine.golang.struct_tags import tag
from engine.golang.structs import struct

# Go: NetIPNet. In JSON it is its text, ``127.0.0.0/8``; that is the server's business.
IPNetwork = IPv4Network | IPv6Network


@struct(slots=True, kw_only=True)
class IndexInfo:
    """One registry: may it be talked to without a certificate, is it Docker Hub.

    Go: IndexInfo
    """

    name: str = field(default="", metadata=tag("Name"))
    mirrors: list[str] | None = field(default=None, metadata=tag("Mirrors"))
    secure: bool = field(default=False, metadata=tag("Secure"))
    official: bool = field(default=False, metadata=tag("Official"))


@struct(slots=True, kw_only=True)
class ServiceConfigJSON:
    """The daemon's settings about registries as they travel: networks are texts.

    Go: ServiceConfig, NetIPNet.MarshalJSON
    """

    allow_nondistributable_artifacts_cidrs: list[str] = field(
        default_factory=list, metadata=tag("AllowNondistributableArtifactsCIDRs")
    )
    allow_nondistributable_artifacts_hostnames: list[str] = field(
        default_factory=list, metadata=tag("AllowNondistributableArtifactsHostnames")
    )
    insecure_registry_cidrs: list[str] = field(
        default_factory=list, metadata=tag("InsecureRegistryCIDRs")
    )
    index_configs: dict[str, IndexInfo] = field(default_factory=dict, metadata=tag("IndexConfigs"))
    mirrors: list[str] = field(default_factory=list, metadata=tag("Mirrors"))


@struct(slots=True, kw_only=True)
class ServiceConfig:
    """The daemon's settings about registries.

    Go: ServiceConfig
    """

    allow_nondistributable_artifacts_cidrs: list[IPNetwork] = field(default_factory=list)
    allow_nondistributable_artifacts_hostnames: list[str] = field(default_factory=list)
    insecure_registry_cidrs: list[IPNetwork] = field(default_factory=list)
    index_configs: dict[str, IndexInfo] = field(default_factory=dict)
    mirrors: list[str] = field(default_factory=list)
