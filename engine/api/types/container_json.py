"""All about one container, as ``docker inspect`` shows it.

Go: api/types/types.go
"""

from __future__ import annotations

from dataclasses import field

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig, PortMap
from engine.api.types.mount.mount import Propagation, Type
from engine.api.types.network.address import Address
from engine.api.types.network.network import EndpointSettings
from engine.golang.struct_tags import Int64, embedded, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class HealthcheckResult:
    """What one health check found.

    Go: HealthcheckResult
    """

    start: str = field(default="", metadata=tag("Start"))
    end: str = field(default="", metadata=tag("End"))
    exit_code: int = field(default=0, metadata=tag("ExitCode"))
    output: str = field(default="", metadata=tag("Output"))


@struct(slots=True, kw_only=True)
class Health:
    """The last health checks and what follows from them.

    Go: Health
    """

    status: str = field(default="", metadata=tag("Status"))
    failing_streak: int = field(default=0, metadata=tag("FailingStreak"))
    log: list[HealthcheckResult] | None = field(default=None, metadata=tag("Log"))


@struct(slots=True, kw_only=True)
class ContainerState:
    """What the container is doing.

    Go: ContainerState
    """

    status: str = field(default="", metadata=tag("Status"))
    running: bool = field(default=False, metadata=tag("Running"))
    paused: bool = field(default=False, metadata=tag("Paused"))
    restarting: bool = field(default=False, metadata=tag("Restarting"))
    oom_killed: bool = field(default=False, metadata=tag("OOMKilled"))
    dead: bool = field(default=False, metadata=tag("Dead"))
    pid: int = field(default=0, metadata=tag("Pid"))
    exit_code: int = field(default=0, metadata=tag("ExitCode"))
    error: str = field(default="", metadata=tag("Error"))
    started_at: str = field(default="", metadata=tag("StartedAt"))
    finished_at: str = field(default="", metadata=tag("FinishedAt"))
    health: Health | None = field(default=None, metadata=tag("Health", omitempty=True))


@struct(slots=True, kw_only=True)
class GraphDriverData:
    """Where the storage driver keeps the container's layers.

    Go: GraphDriverData
    """

    data: dict[str, str] | None = field(default=None, metadata=tag("Data"))
    name: str = field(default="", metadata=tag("Name"))


@struct(slots=True, kw_only=True)
class MountPoint:
    """Something mounted in the container.

    Go: MountPoint
    """

    type: Type = field(default=Type(), metadata=tag("Type", omitempty=True))
    name: str = field(default="", metadata=tag("Name", omitempty=True))
    source: str = field(default="", metadata=tag("Source"))
    destination: str = field(default="", metadata=tag("Destination"))
    driver: str = field(default="", metadata=tag("Driver", omitempty=True))
    mode: str = field(default="", metadata=tag("Mode"))
    rw: bool = field(default=False, metadata=tag("RW"))
    propagation: Propagation = field(default=Propagation(), metadata=tag("Propagation"))


@struct(slots=True, kw_only=True)
class NetworkSettingsBase:
    """The network stack as a whole.

    Go: NetworkSettingsBase
    """

    bridge: str = field(default="", metadata=tag("Bridge"))
    sandbox_id: str = field(default="", metadata=tag("SandboxID"))
    hairpin_mode: bool = field(default=False, metadata=tag("HairpinMode"))
    link_local_ipv6_address: str = field(default="", metadata=tag("LinkLocalIPv6Address"))
    link_local_ipv6_prefix_len: int = field(default=0, metadata=tag("LinkLocalIPv6PrefixLen"))
    ports: PortMap | None = field(default=None, metadata=tag("Ports"))
    sandbox_key: str = field(default="", metadata=tag("SandboxKey"))
    secondary_ip_addresses: list[Address] | None = field(
        default=None, metadata=tag("SecondaryIPAddresses")
    )
    secondary_ipv6_addresses: list[Address] | None = field(
        default=None, metadata=tag("SecondaryIPv6Addresses")
    )


@struct(slots=True, kw_only=True)
class DefaultNetworkSettings:
    """The default network's settings, where clients of old look for them.

    Go: DefaultNetworkSettings
    """

    endpoint_id: str = field(default="", metadata=tag("EndpointID"))
    gateway: str = field(default="", metadata=tag("Gateway"))
    global_ipv6_address: str = field(default="", metadata=tag("GlobalIPv6Address"))
    global_ipv6_prefix_len: int = field(default=0, metadata=tag("GlobalIPv6PrefixLen"))
    ip_address: str = field(default="", metadata=tag("IPAddress"))
    ip_prefix_len: int = field(default=0, metadata=tag("IPPrefixLen"))
    ipv6_gateway: str = field(default="", metadata=tag("IPv6Gateway"))
    mac_address: str = field(default="", metadata=tag("MacAddress"))


@struct(slots=True, kw_only=True)
class NetworkSettings:
    """The container's networks.

    Go: NetworkSettings
    """

    base: NetworkSettingsBase = field(default_factory=NetworkSettingsBase, metadata=embedded())
    default: DefaultNetworkSettings = field(
        default_factory=DefaultNetworkSettings, metadata=embedded()
    )
    networks: dict[str, EndpointSettings] | None = field(default=None, metadata=tag("Networks"))


@struct(slots=True, kw_only=True)
class ContainerJSONBase:
    """What clients of all versions are told about a container.

    Go: ContainerJSONBase
    """

    id: str = field(default="", metadata=tag("Id"))
    created: str = field(default="", metadata=tag("Created"))
    path: str = field(default="", metadata=tag("Path"))
    args: list[str] | None = field(default=None, metadata=tag("Args"))
    state: ContainerState = field(default_factory=ContainerState, metadata=tag("State"))
    image: str = field(default="", metadata=tag("Image"))
    resolv_conf_path: str = field(default="", metadata=tag("ResolvConfPath"))
    hostname_path: str = field(default="", metadata=tag("HostnamePath"))
    hosts_path: str = field(default="", metadata=tag("HostsPath"))
    log_path: str = field(default="", metadata=tag("LogPath"))
    name: str = field(default="", metadata=tag("Name"))
    restart_count: int = field(default=0, metadata=tag("RestartCount"))
    driver: str = field(default="", metadata=tag("Driver"))
    platform: str = field(default="", metadata=tag("Platform"))
    mount_label: str = field(default="", metadata=tag("MountLabel"))
    process_label: str = field(default="", metadata=tag("ProcessLabel"))
    app_armor_profile: str = field(default="", metadata=tag("AppArmorProfile"))
    exec_ids: list[str] | None = field(default=None, metadata=tag("ExecIDs"))
    host_config: HostConfig = field(default_factory=HostConfig, metadata=tag("HostConfig"))
    graph_driver: GraphDriverData = field(
        default_factory=GraphDriverData, metadata=tag("GraphDriver")
    )
    size_rw: Int64 | None = field(default=None, metadata=tag("SizeRw", omitempty=True))
    size_root_fs: Int64 | None = field(default=None, metadata=tag("SizeRootFs", omitempty=True))


@struct(slots=True, kw_only=True)
class ContainerJSON(ContainerJSONBase):
    """All about one container.

    Go: ContainerJSON
    """

    mounts: list[MountPoint] = field(default_factory=list, metadata=tag("Mounts"))
    config: Config = field(default_factory=Config, metadata=tag("Config"))
    network_settings: NetworkSettings = field(
        default_factory=NetworkSettings, metadata=tag("NetworkSettings")
    )
