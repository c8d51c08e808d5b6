"""What the flags of a container say, and the request that comes of it.

Split from opts.go, so that the modules that define flags and read them share the types.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

import re

from cli import opts
from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import NetworkingConfig
from engine.golang.errors import GoError
from engine.golang.structs import struct


def validate_attach(val: str) -> str:
    """Return the stream's name in lower case.

    Raises:
        GoError: there is no such stream.

    Go: validateAttach
    """
    stream = val.lower()
    if stream not in ("stdin", "stdout", "stderr"):
        raise GoError("valid streams are STDIN, STDOUT and STDERR")
    return stream


def validate_device_cgroup_rule(val: str) -> str:
    """Return ``type major:minor mode`` as it is.

    Raises:
        GoError: it is of another form.

    Go: validateDeviceCgroupRule
    """
    if not re.fullmatch(r"[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}", val):
        raise GoError(f"invalid device cgroup format '{val}'")
    return val


class ContainerOptions:
    """What the flags said; the flags write into these attributes.

    Devices are only checked by `opts.parse`, as it takes the daemon to know the system.
    Not a dataclass: its hundred fields would cost more than all other start-up of this package.

    Go: containerOptions
    """

    privileged: bool = False
    pid_mode: str = ""
    uts_mode: str = ""
    userns_mode: str = ""
    cgroupns_mode: str = ""
    publish_all: bool = False
    stdin: bool = False
    tty: bool = False
    oom_kill_disable: bool = False
    oom_score_adj: int = 0
    container_id_file: str = ""
    entrypoint: str = ""
    hostname: str = ""
    domainname: str = ""
    user: str = ""
    working_dir: str = ""
    cpu_count: int = 0
    cpu_shares: int = 0
    cpu_percent: int = 0
    cpu_period: int = 0
    cpu_realtime_period: int = 0
    cpu_realtime_runtime: int = 0
    cpu_quota: int = 0
    cpuset_cpus: str = ""
    cpuset_mems: str = ""
    blkio_weight: int = 0
    io_max_iops: int = 0
    swappiness: int = 0
    mac_address: str = ""
    ipv4_address: str = ""
    ipv6_address: str = ""
    ipc_mode: str = ""
    pids_limit: int = 0
    restart_policy: str = ""
    readonly_rootfs: bool = False
    logging_driver: str = ""
    cgroup_parent: str = ""
    volume_driver: str = ""
    stop_signal: str = ""
    stop_timeout: int = 0
    isolation: str = ""
    no_healthcheck: bool = False
    health_cmd: str = ""
    health_interval: int = 0
    health_timeout: int = 0
    health_start_period: int = 0
    health_retries: int = 0
    runtime: str = ""
    auto_remove: bool = False
    init: bool = False
    image: str = ""

    def __init__(self) -> None:
        self.attach = opts.ListOpts(validate_attach)
        self.volumes = opts.ListOpts()
        self.tmpfs = opts.ListOpts()
        self.mounts = opts.MountOpt()
        self.blkio_weight_device = opts.WeightdeviceOpt(opts.validate_weight_device)
        self.device_read_bps = opts.ThrottledeviceOpt(opts.validate_throttle_bps_device)
        self.device_write_bps = opts.ThrottledeviceOpt(opts.validate_throttle_bps_device)
        self.links = opts.ListOpts(opts.validate_link)
        self.aliases = opts.ListOpts()
        self.link_local_ips = opts.ListOpts()
        self.device_read_iops = opts.ThrottledeviceOpt(opts.validate_throttle_iops_device)
        self.device_write_iops = opts.ThrottledeviceOpt(opts.validate_throttle_iops_device)
        self.env = opts.ListOpts(opts.validate_env)
        self.labels = opts.ListOpts(opts.validate_label)
        self.device_cgroup_rules = opts.ListOpts(validate_device_cgroup_rule)
        self.devices = opts.ListOpts()
        self.gpus = opts.GpuOpts()
        self.ulimits = opts.UlimitOpt()
        self.sysctls = opts.MapOpts(validator=opts.validate_sysctl)
        self.publish = opts.ListOpts()
        self.expose = opts.ListOpts()
        self.dns = opts.ListOpts(opts.validate_ip_address)
        self.dns_search = opts.ListOpts(opts.validate_dns_search)
        self.dns_options = opts.ListOpts()
        self.extra_hosts = opts.ListOpts(opts.validate_extra_host)
        self.volumes_from = opts.ListOpts()
        self.env_file = opts.ListOpts()
        self.cap_add = opts.ListOpts()
        self.cap_drop = opts.ListOpts()
        self.group_add = opts.ListOpts()
        self.security_opt = opts.ListOpts()
        self.storage_opt = opts.ListOpts()
        self.labels_file = opts.ListOpts()
        self.logging_opts = opts.ListOpts()
        self.memory = opts.MemBytes()
        self.memory_reservation = opts.MemBytes()
        self.memory_swap = opts.MemSwapBytes()
        self.kernel_memory = opts.MemBytes()
        self.cpus = opts.NanoCPUs()
        self.io_max_bandwidth = opts.MemBytes()
        self.net_mode = opts.NetworkOpt()
        self.shm_size = opts.MemBytes()
        self.args: list[str] = []


@struct(slots=True)
class ContainerConfig:
    """The request: what to run, what the host gives, and which networks.

    Go: containerConfig
    """

    config: Config
    host_config: HostConfig
    networking_config: NetworkingConfig
