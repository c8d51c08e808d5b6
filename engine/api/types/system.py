"""The engine and its host, as ``docker info`` and ``docker version`` show them.

Go: api/types/types.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class PlatformName:
    """Who made this engine.

    Go: Version.Platform
    """

    name: str = field(default="", metadata=tag("Name"))


@struct(slots=True, kw_only=True)
class ComponentVersion:
    """One part of the engine.

    Go: ComponentVersion
    """

    name: str = field(default="", metadata=tag("Name"))
    version: str = field(default="", metadata=tag("Version"))
    details: dict[str, str] | None = field(default=None, metadata=tag("Details", omitempty=True))


@struct(slots=True, kw_only=True)
class Version:
    """Which versions are at work.

    Go: Version
    """

    platform: PlatformName = field(
        default_factory=PlatformName, metadata=tag("Platform", omitempty=True)
    )
    components: list[ComponentVersion] | None = field(
        default=None, metadata=tag("Components", omitempty=True)
    )
    version: str = field(default="", metadata=tag("Version"))
    api_version: str = field(default="", metadata=tag("ApiVersion"))
    min_api_version: str = field(default="", metadata=tag("MinAPIVersion", omitempty=True))
    git_commit: str = field(default="", metadata=tag("GitCommit"))
    go_version: str = field(default="", metadata=tag("GoVersion"))
    os: str = field(default="", metadata=tag("Os"))
    arch: str = field(default="", metadata=tag("Arch"))
    kernel_version: str = field(default="", metadata=tag("KernelVersion", omitempty=True))
    experimental: bool = field(default=False, metadata=tag("Experimental", omitempty=True))
    build_time: str = field(default="", metadata=tag("BuildTime", omitempty=True))


@struct(slots=True, kw_only=True)
class SwarmInfo:
    """The swarm that this host does not belong to.

    Go: api/types/swarm/swarm.go Info
    """

    node_id: str = field(default="", metadata=tag("NodeID"))
    node_addr: str = field(default="", metadata=tag("NodeAddr"))
    local_node_state: str = field(default="inactive", metadata=tag("LocalNodeState"))
    control_available: bool = field(default=False, metadata=tag("ControlAvailable"))
    error: str = field(default="", metadata=tag("Error"))
    remote_managers: list[str] | None = field(default=None, metadata=tag("RemoteManagers"))


@struct(slots=True, kw_only=True)
class PluginsInfo:
    """Drivers by what they are for.

    Go: PluginsInfo
    """

    volume: list[str] | None = field(default=None, metadata=tag("Volume"))
    network: list[str] | None = field(default=None, metadata=tag("Network"))
    authorization: list[str] | None = field(default=None, metadata=tag("Authorization"))
    log: list[str] | None = field(default=None, metadata=tag("Log"))


@struct(slots=True, kw_only=True)
class Commit:
    """Which source a helper program was built from.

    Go: Commit
    """

    id: str = field(default="", metadata=tag("ID"))
    expected: str = field(default="", metadata=tag("Expected"))


@struct(slots=True, kw_only=True)
class Info:
    """What the engine and its host are like.

    Go: Info
    """

    id: str = field(default="", metadata=tag("ID"))
    containers: int = field(default=0, metadata=tag("Containers"))
    containers_running: int = field(default=0, metadata=tag("ContainersRunning"))
    containers_paused: int = field(default=0, metadata=tag("ContainersPaused"))
    containers_stopped: int = field(default=0, metadata=tag("ContainersStopped"))
    images: int = field(default=0, metadata=tag("Images"))
    driver: str = field(default="", metadata=tag("Driver"))
    driver_status: list[tuple[str, str]] | None = field(default=None, metadata=tag("DriverStatus"))
    plugins: PluginsInfo = field(default_factory=PluginsInfo, metadata=tag("Plugins"))
    memory_limit: bool = field(default=False, metadata=tag("MemoryLimit"))
    swap_limit: bool = field(default=False, metadata=tag("SwapLimit"))
    kernel_memory: bool = field(default=False, metadata=tag("KernelMemory"))
    kernel_memory_tcp: bool = field(default=False, metadata=tag("KernelMemoryTCP"))
    cpu_cfs_period: bool = field(default=False, metadata=tag("CpuCfsPeriod"))
    cpu_cfs_quota: bool = field(default=False, metadata=tag("CpuCfsQuota"))
    cpu_shares: bool = field(default=False, metadata=tag("CPUShares"))
    cpu_set: bool = field(default=False, metadata=tag("CPUSet"))
    pids_limit: bool = field(default=False, metadata=tag("PidsLimit"))
    ipv4_forwarding: bool = field(default=False, metadata=tag("IPv4Forwarding"))
    bridge_nf_iptables: bool = field(default=False, metadata=tag("BridgeNfIptables"))
    bridge_nf_ip6tables: bool = field(default=False, metadata=tag("BridgeNfIp6tables"))
    debug: bool = field(default=False, metadata=tag("Debug"))
    n_fd: int = field(default=0, metadata=tag("NFd"))
    oom_kill_disable: bool = field(default=False, metadata=tag("OomKillDisable"))
    n_goroutines: int = field(default=0, metadata=tag("NGoroutines"))
    system_time: str = field(default="", metadata=tag("SystemTime"))
    logging_driver: str = field(default="", metadata=tag("LoggingDriver"))
    cgroup_driver: str = field(default="", metadata=tag("CgroupDriver"))
    cgroup_version: str = field(default="", metadata=tag("CgroupVersion", omitempty=True))
    n_events_listener: int = field(default=0, metadata=tag("NEventsListener"))
    kernel_version: str = field(default="", metadata=tag("KernelVersion"))
    operating_system: str = field(default="", metadata=tag("OperatingSystem"))
    os_version: str = field(default="", metadata=tag("OSVersion"))
    os_type: str = field(default="", metadata=tag("OSType"))
    architecture: str = field(default="", metadata=tag("Architecture"))
    index_server_address: str = field(default="", metadata=tag("IndexServerAddress"))
    registry_config: object = field(default=None, metadata=tag("RegistryConfig"))
    n_cpu: int = field(default=0, metadata=tag("NCPU"))
    mem_total: Int64 = field(default=0, metadata=tag("MemTotal"))
    generic_resources: list[str] | None = field(default=None, metadata=tag("GenericResources"))
    docker_root_dir: str = field(default="", metadata=tag("DockerRootDir"))
    http_proxy: str = field(default="", metadata=tag("HttpProxy"))
    https_proxy: str = field(default="", metadata=tag("HttpsProxy"))
    no_proxy: str = field(default="", metadata=tag("NoProxy"))
    name: str = field(default="", metadata=tag("Name"))
    labels: list[str] | None = field(default=None, metadata=tag("Labels"))
    experimental_build: bool = field(default=False, metadata=tag("ExperimentalBuild"))
    server_version: str = field(default="", metadata=tag("ServerVersion"))
    runtimes: object = field(default=None, metadata=tag("Runtimes"))
    default_runtime: str = field(default="", metadata=tag("DefaultRuntime"))
    swarm: object = field(default=None, metadata=tag("Swarm"))
    live_restore_enabled: bool = field(default=False, metadata=tag("LiveRestoreEnabled"))
    isolation: str = field(default="", metadata=tag("Isolation"))
    init_binary: str = field(default="", metadata=tag("InitBinary"))
    containerd_commit: Commit = field(default_factory=Commit, metadata=tag("ContainerdCommit"))
    runc_commit: Commit = field(default_factory=Commit, metadata=tag("RuncCommit"))
    init_commit: Commit = field(default_factory=Commit, metadata=tag("InitCommit"))
    security_options: list[str] | None = field(default=None, metadata=tag("SecurityOptions"))
    warnings: list[str] | None = field(default=None, metadata=tag("Warnings"))
