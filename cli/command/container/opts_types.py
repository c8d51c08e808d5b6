"""What the flags of a container say, and the request that comes of it.

Split from opts.go, so that the modules that define flags and read them share the types.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial

from cli import opts
from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import NetworkingConfig
from engine.golang.errors import GoError

_list = opts.ListOpts
_read_bps = partial(opts.ThrottledeviceOpt, opts.validate_throttle_bps_device)
_read_iops = partial(opts.ThrottledeviceOpt, opts.validate_throttle_iops_device)


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


@dataclass(slots=True)
class ContainerOptions:
    """What the flags said; the flags write into these attributes.

    Devices are only checked by `opts.parse`, as it takes the daemon to know the system.

    Go: containerOptions
    """

    attach: opts.ListOpts = field(default_factory=partial(_list, validate_attach))
    volumes: opts.ListOpts = field(default_factory=_list)
    tmpfs: opts.ListOpts = field(default_factory=_list)
    mounts: opts.MountOpt = field(default_factory=opts.MountOpt)
    blkio_weight_device: opts.WeightdeviceOpt = field(
        default_factory=partial(opts.WeightdeviceOpt, opts.validate_weight_device)
    )
    device_read_bps: opts.ThrottledeviceOpt = field(default_factory=_read_bps)
    device_write_bps: opts.ThrottledeviceOpt = field(default_factory=_read_bps)
    links: opts.ListOpts = field(default_factory=partial(_list, opts.validate_link))
    aliases: opts.ListOpts = field(default_factory=_list)
    link_local_ips: opts.ListOpts = field(default_factory=_list)
    device_read_iops: opts.ThrottledeviceOpt = field(default_factory=_read_iops)
    device_write_iops: opts.ThrottledeviceOpt = field(default_factory=_read_iops)
    env: opts.ListOpts = field(default_factory=partial(_list, opts.validate_env))
    labels: opts.ListOpts = field(default_factory=partial(_list, opts.validate_label))
    device_cgroup_rules: opts.ListOpts = field(
        default_factory=partial(_list, validate_device_cgroup_rule)
    )
    devices: opts.ListOpts = field(default_factory=_list)
    gpus: opts.GpuOpts = field(default_factory=opts.GpuOpts)
    ulimits: opts.UlimitOpt = field(default_factory=opts.UlimitOpt)
    sysctls: opts.MapOpts = field(
        default_factory=partial(opts.MapOpts, validator=opts.validate_sysctl)
    )
    publish: opts.ListOpts = field(default_factory=_list)
    expose: opts.ListOpts = field(default_factory=_list)
    dns: opts.ListOpts = field(default_factory=partial(_list, opts.validate_ip_address))
    dns_search: opts.ListOpts = field(default_factory=partial(_list, opts.validate_dns_search))
    dns_options: opts.ListOpts = field(default_factory=_list)
    extra_hosts: opts.ListOpts = field(default_factory=partial(_list, opts.validate_extra_host))
    volumes_from: opts.ListOpts = field(default_factory=_list)
    env_file: opts.ListOpts = field(default_factory=_list)
    cap_add: opts.ListOpts = field(default_factory=_list)
    cap_drop: opts.ListOpts = field(default_factory=_list)
    group_add: opts.ListOpts = field(default_factory=_list)
    security_opt: opts.ListOpts = field(default_factory=_list)
    storage_opt: opts.ListOpts = field(default_factory=_list)
    labels_file: opts.ListOpts = field(default_factory=_list)
    logging_opts: opts.ListOpts = field(default_factory=_list)
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
    memory: opts.MemBytes = field(default_factory=opts.MemBytes)
    memory_reservation: opts.MemBytes = field(default_factory=opts.MemBytes)
    memory_swap: opts.MemSwapBytes = field(default_factory=opts.MemSwapBytes)
    kernel_memory: opts.MemBytes = field(default_factory=opts.MemBytes)
    user: str = ""
    working_dir: str = ""
    cpu_count: int = 0
    cpu_shares: int = 0
    cpu_percent: int = 0
    cpu_period: int = 0
    cpu_realtime_period: int = 0
    cpu_realtime_runtime: int = 0
    cpu_quota: int = 0
    cpus: opts.NanoCPUs = field(default_factory=opts.NanoCPUs)
    cpuset_cpus: str = ""
    cpuset_mems: str = ""
    blkio_weight: int = 0
    io_max_bandwidth: opts.MemBytes = field(default_factory=opts.MemBytes)
    io_max_iops: int = 0
    swappiness: int = 0
    net_mode: opts.NetworkOpt = field(default_factory=opts.NetworkOpt)
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
    shm_size: opts.MemBytes = field(default_factory=opts.MemBytes)
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
    args: list[str] = field(default_factory=list)


@dataclass(slots=True)
class ContainerConfig:
    """The request: what to run, what the host gives, and which networks.

    Go: containerConfig
    """

    config: Config
    host_config: HostConfig
    networking_config: NetworkingConfig
