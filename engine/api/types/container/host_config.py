"""What the host is to give the container: mounts, limits, namespaces, policies.

Go: api/types/container/host_config.go
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from engine.api.types.blkiodev import ThrottleDevice, WeightDevice
from engine.api.types.container.modes import (
    CgroupnsMode,
    CgroupSpec,
    IpcMode,
    Isolation,
    NetworkMode,
    PidMode,
    UsernsMode,
    UTSMode,
)
from engine.api.types.mount.mount import Mount
from engine.golang.struct_tags import Array, GoName, Int64, StrSlice, Uint, Uint16, Uint64, tag
from engine.golang.structs import struct
from engine.vendor.docker.go_connections.nat.port_binding import PortBinding
from engine.vendor.docker.go_units.ulimit_type import Ulimit

# Height and width in characters.
ConsoleSize = Annotated[list[Uint], Array(2)]
PortMap = Annotated[dict[str, list[PortBinding] | None], GoName("nat.PortMap")]


@struct(slots=True, kw_only=True)
class LogConfig:
    """Where the output of the container goes.

    Go: LogConfig
    """

    type: str = field(default="", metadata=tag("Type"))
    config: dict[str, str] | None = field(default=None, metadata=tag("Config"))


@struct(slots=True, kw_only=True)
class RestartPolicy:
    """What to do when the container exits.

    Go: RestartPolicy
    """

    name: str = field(default="", metadata=tag("Name"))
    maximum_retry_count: int = field(default=0, metadata=tag("MaximumRetryCount"))

    def is_none(self) -> bool:
        """Say whether an exited container stays as it is.

        Go: RestartPolicy.IsNone
        """
        return self.name in ("no", "")

    def is_always(self) -> bool:
        """Say whether the container is always started again.

        Go: RestartPolicy.IsAlways
        """
        return self.name == "always"

    def is_on_failure(self) -> bool:
        """Say whether only a failed container is started again.

        Go: RestartPolicy.IsOnFailure
        """
        return self.name == "on-failure"

    def is_unless_stopped(self) -> bool:
        """Say whether the container is started again unless somebody stopped it.

        Go: RestartPolicy.IsUnlessStopped
        """
        return self.name == "unless-stopped"


@struct(slots=True, kw_only=True)
class DeviceMapping:
    """A device node of the host, and where the container sees it.

    Go: DeviceMapping
    """

    path_on_host: str = field(default="", metadata=tag("PathOnHost"))
    path_in_container: str = field(default="", metadata=tag("PathInContainer"))
    cgroup_permissions: str = field(default="", metadata=tag("CgroupPermissions"))


@struct(slots=True, kw_only=True)
class DeviceRequest:
    """Devices asked for by kind ("any GPU"), to be found by a driver.

    Go: DeviceRequest
    """

    driver: str = field(default="", metadata=tag("Driver"))
    count: int = field(default=0, metadata=tag("Count"))
    device_ids: list[str] | None = field(default=None, metadata=tag("DeviceIDs"))
    capabilities: list[list[str]] | None = field(default=None, metadata=tag("Capabilities"))
    options: dict[str, str] | None = field(default=None, metadata=tag("Options"))


@struct(slots=True, kw_only=True)
class HostConfig:
    """The part of a container that depends on the host.

    Go keeps the limits in an embedded ``Resources``; its fields stand in the same place here.

    Go: HostConfig
    """

    binds: list[str] | None = field(default=None, metadata=tag("Binds"))
    container_id_file: str = field(default="", metadata=tag("ContainerIDFile"))
    log_config: LogConfig = field(default_factory=LogConfig, metadata=tag("LogConfig"))
    network_mode: NetworkMode = field(default=NetworkMode(), metadata=tag("NetworkMode"))
    port_bindings: PortMap | None = field(default=None, metadata=tag("PortBindings"))
    restart_policy: RestartPolicy = field(
        default_factory=RestartPolicy, metadata=tag("RestartPolicy")
    )
    auto_remove: bool = field(default=False, metadata=tag("AutoRemove"))
    volume_driver: str = field(default="", metadata=tag("VolumeDriver"))
    volumes_from: list[str] | None = field(default=None, metadata=tag("VolumesFrom"))
    cap_add: StrSlice = field(default=None, metadata=tag("CapAdd"))
    cap_drop: StrSlice = field(default=None, metadata=tag("CapDrop"))
    cgroupns_mode: CgroupnsMode = field(default=CgroupnsMode(), metadata=tag("CgroupnsMode"))
    dns: list[str] | None = field(default=None, metadata=tag("Dns"))
    dns_options: list[str] | None = field(default=None, metadata=tag("DnsOptions"))
    dns_search: list[str] | None = field(default=None, metadata=tag("DnsSearch"))
    extra_hosts: list[str] | None = field(default=None, metadata=tag("ExtraHosts"))
    group_add: list[str] | None = field(default=None, metadata=tag("GroupAdd"))
    ipc_mode: IpcMode = field(default=IpcMode(), metadata=tag("IpcMode"))
    cgroup: CgroupSpec = field(default=CgroupSpec(), metadata=tag("Cgroup"))
    links: list[str] | None = field(default=None, metadata=tag("Links"))
    oom_score_adj: int = field(default=0, metadata=tag("OomScoreAdj"))
    pid_mode: PidMode = field(default=PidMode(), metadata=tag("PidMode"))
    privileged: bool = field(default=False, metadata=tag("Privileged"))
    publish_all_ports: bool = field(default=False, metadata=tag("PublishAllPorts"))
    readonly_rootfs: bool = field(default=False, metadata=tag("ReadonlyRootfs"))
    security_opt: list[str] | None = field(default=None, metadata=tag("SecurityOpt"))
    storage_opt: dict[str, str] | None = field(
        default=None, metadata=tag("StorageOpt", omitempty=True)
    )
    tmpfs: dict[str, str] | None = field(default=None, metadata=tag("Tmpfs", omitempty=True))
    uts_mode: UTSMode = field(default=UTSMode(), metadata=tag("UTSMode"))
    userns_mode: UsernsMode = field(default=UsernsMode(), metadata=tag("UsernsMode"))
    shm_size: Int64 = field(default=0, metadata=tag("ShmSize"))
    sysctls: dict[str, str] | None = field(default=None, metadata=tag("Sysctls", omitempty=True))
    runtime: str = field(default="", metadata=tag("Runtime", omitempty=True))
    console_size: ConsoleSize = field(default_factory=lambda: [0, 0], metadata=tag("ConsoleSize"))
    isolation: Isolation = field(default=Isolation(), metadata=tag("Isolation"))
    cpu_shares: Int64 = field(default=0, metadata=tag("CpuShares"))
    memory: Int64 = field(default=0, metadata=tag("Memory"))
    nano_cpus: Int64 = field(default=0, metadata=tag("NanoCpus"))
    cgroup_parent: str = field(default="", metadata=tag("CgroupParent"))
    blkio_weight: Uint16 = field(default=0, metadata=tag("BlkioWeight"))
    blkio_weight_device: list[WeightDevice | None] | None = field(
        default=None, metadata=tag("BlkioWeightDevice")
    )
    blkio_device_read_bps: list[ThrottleDevice | None] | None = field(
        default=None, metadata=tag("BlkioDeviceReadBps")
    )
    blkio_device_write_bps: list[ThrottleDevice | None] | None = field(
        default=None, metadata=tag("BlkioDeviceWriteBps")
    )
    blkio_device_read_iops: list[ThrottleDevice | None] | None = field(
        default=None, metadata=tag("BlkioDeviceReadIOps")
    )
    blkio_device_write_iops: list[ThrottleDevice | None] | None = field(
        default=None, metadata=tag("BlkioDeviceWriteIOps")
    )
    cpu_period: Int64 = field(default=0, metadata=tag("CpuPeriod"))
    cpu_quota: Int64 = field(default=0, metadata=tag("CpuQuota"))
    cpu_realtime_period: Int64 = field(default=0, metadata=tag("CpuRealtimePeriod"))
    cpu_realtime_runtime: Int64 = field(default=0, metadata=tag("CpuRealtimeRuntime"))
    cpuset_cpus: str = field(default="", metadata=tag("CpusetCpus"))
    cpuset_mems: str = field(default="", metadata=tag("CpusetMems"))
    devices: list[DeviceMapping] | None = field(default=None, metadata=tag("Devices"))
    device_cgroup_rules: list[str] | None = field(default=None, metadata=tag("DeviceCgroupRules"))
    device_requests: list[DeviceRequest] | None = field(
        default=None, metadata=tag("DeviceRequests")
    )
    kernel_memory: Int64 = field(default=0, metadata=tag("KernelMemory"))
    kernel_memory_tcp: Int64 = field(default=0, metadata=tag("KernelMemoryTCP"))
    memory_reservation: Int64 = field(default=0, metadata=tag("MemoryReservation"))
    memory_swap: Int64 = field(default=0, metadata=tag("MemorySwap"))
    memory_swappiness: Int64 | None = field(default=None, metadata=tag("MemorySwappiness"))
    oom_kill_disable: bool | None = field(default=None, metadata=tag("OomKillDisable"))
    pids_limit: Int64 | None = field(default=None, metadata=tag("PidsLimit"))
    ulimits: list[Ulimit | None] | None = field(default=None, metadata=tag("Ulimits"))
    cpu_count: Int64 = field(default=0, metadata=tag("CpuCount"))
    cpu_percent: Int64 = field(default=0, metadata=tag("CpuPercent"))
    io_maximum_iops: Uint64 = field(default=0, metadata=tag("IOMaximumIOps"))
    io_maximum_bandwidth: Uint64 = field(default=0, metadata=tag("IOMaximumBandwidth"))
    mounts: list[Mount] | None = field(default=None, metadata=tag("Mounts", omitempty=True))
    masked_paths: list[str] | None = field(default=None, metadata=tag("MaskedPaths"))
    readonly_paths: list[str] | None = field(default=None, metadata=tag("ReadonlyPaths"))
    init: bool | None = field(default=None, metadata=tag("Init", omitempty=True))
