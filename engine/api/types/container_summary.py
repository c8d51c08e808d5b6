"""A line about each container, as ``docker ps`` shows it.

Go: api/types/types.go
"""

from __future__ import annotations

from dataclasses import field

from engine.api.types.container_json import MountPoint
from engine.api.types.network.network import EndpointSettings
from engine.golang.struct_tags import Int64, Uint16, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Port:
    """A port, and where the host shows it.

    Go: api/types/port.go Port
    """

    ip: str = field(default="", metadata=tag("IP", omitempty=True))
    private_port: Uint16 = field(default=0, metadata=tag("PrivatePort"))
    public_port: Uint16 = field(default=0, metadata=tag("PublicPort", omitempty=True))
    type: str = field(default="", metadata=tag("Type"))


@struct(slots=True, kw_only=True)
class HostConfigSummary:
    """The one thing of the host configuration that a list shows.

    Go: Container.HostConfig
    """

    network_mode: str = field(default="", metadata=tag("NetworkMode", omitempty=True))


@struct(slots=True, kw_only=True)
class SummaryNetworkSettings:
    """The networks, by name.

    Go: SummaryNetworkSettings
    """

    networks: dict[str, EndpointSettings] = field(default_factory=dict, metadata=tag("Networks"))


@struct(slots=True, kw_only=True)
class Container:
    """A line about a container.

    Go: Container
    """

    id: str = field(default="", metadata=tag("Id"))
    names: list[str] = field(default_factory=list, metadata=tag("Names"))
    image: str = field(default="", metadata=tag("Image"))
    image_id: str = field(default="", metadata=tag("ImageID"))
    command: str = field(default="", metadata=tag("Command"))
    created: Int64 = field(default=0, metadata=tag("Created"))
    ports: list[Port] = field(default_factory=list, metadata=tag("Ports"))
    size_rw: Int64 = field(default=0, metadata=tag("SizeRw", omitempty=True))
    size_root_fs: Int64 = field(default=0, metadata=tag("SizeRootFs", omitempty=True))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels"))
    state: str = field(default="", metadata=tag("State"))
    status: str = field(default="", metadata=tag("Status"))
    host_config: HostConfigSummary = field(
        default_factory=HostConfigSummary, metadata=tag("HostConfig")
    )
    network_settings: SummaryNetworkSettings = field(
        default_factory=SummaryNetworkSettings, metadata=tag("NetworkSettings")
    )
    mounts: list[MountPoint] = field(default_factory=list, metadata=tag("Mounts"))
