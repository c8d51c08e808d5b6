"""Flags that fill a field each, as they are.

Split from opts.go, where these are the long literals in the middle of ``parse``.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

from cli.command.container.opts_types import ContainerOptions
from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import IpcMode, Isolation, NetworkMode
from engine.vendor.spf13.pflag import FlagSet


def parse_resources(copts: ContainerOptions, host_config: HostConfig) -> None:
    """Take over the limits; three of them are sent even when nobody set them.

    Go: parse (L547-L578)
    """
    host_config.cgroup_parent = copts.cgroup_parent
    host_config.memory = copts.memory.value()
    host_config.memory_reservation = copts.memory_reservation.value()
    host_config.memory_swap = copts.memory_swap.value()
    host_config.memory_swappiness = copts.swappiness
    host_config.kernel_memory = copts.kernel_memory.value()
    host_config.oom_kill_disable = copts.oom_kill_disable
    host_config.nano_cpus = copts.cpus.value()
    host_config.cpu_count = copts.cpu_count
    host_config.cpu_percent = copts.cpu_percent
    host_config.cpu_shares = copts.cpu_shares
    host_config.cpu_period = copts.cpu_period
    host_config.cpuset_cpus = copts.cpuset_cpus
    host_config.cpuset_mems = copts.cpuset_mems
    host_config.cpu_quota = copts.cpu_quota
    host_config.cpu_realtime_period = copts.cpu_realtime_period
    host_config.cpu_realtime_runtime = copts.cpu_realtime_runtime
    host_config.pids_limit = copts.pids_limit
    host_config.blkio_weight = copts.blkio_weight
    host_config.blkio_weight_device = copts.blkio_weight_device.get_list()
    host_config.blkio_device_read_bps = copts.device_read_bps.get_list()
    host_config.blkio_device_write_bps = copts.device_write_bps.get_list()
    host_config.blkio_device_read_iops = copts.device_read_iops.get_list()
    host_config.blkio_device_write_iops = copts.device_write_iops.get_list()
    host_config.io_maximum_iops = copts.io_max_iops
    # A negative size, which no text can say, would become a huge one here, as in Go.
    host_config.io_maximum_bandwidth = copts.io_max_bandwidth.value() % (1 << 64)
    host_config.ulimits = copts.ulimits.get_list()
    host_config.device_cgroup_rules = copts.device_cgroup_rules.get_all()
    host_config.device_requests = copts.gpus.value()


def parse_config(flags: FlagSet, copts: ContainerOptions, streams: tuple[str, ...]) -> Config:
    """Return the part that does not depend on the host, as far as flags fill it directly.

    Go: parse (L580-L609)
    """
    config = Config(
        hostname=copts.hostname,
        domainname=copts.domainname,
        user=copts.user,
        tty=copts.tty,
        open_stdin=copts.stdin,
        attach_stdin="stdin" in streams,
        attach_stdout="stdout" in streams,
        attach_stderr="stderr" in streams,
        image=copts.image,
        mac_address=copts.mac_address,
        working_dir=copts.working_dir,
    )
    if flags.changed("stop-signal"):
        config.stop_signal = copts.stop_signal
    if flags.changed("stop-timeout"):
        config.stop_timeout = copts.stop_timeout
    return config


def parse_host_config(copts: ContainerOptions, host_config: HostConfig) -> None:
    """Take over the part that depends on the host, as far as flags fill it directly.

    The lists about DNS are sent empty rather than null: null is what old containers have.

    Go: parse (L611-L654)
    """
    host_config.container_id_file = copts.container_id_file
    host_config.oom_score_adj = copts.oom_score_adj
    host_config.auto_remove = copts.auto_remove
    host_config.privileged = copts.privileged
    host_config.links = copts.links.get_all()
    host_config.publish_all_ports = copts.publish_all
    host_config.dns = copts.dns.get_all_or_empty()
    host_config.dns_search = copts.dns_search.get_all_or_empty()
    host_config.dns_options = copts.dns_options.get_all_or_empty()
    host_config.extra_hosts = copts.extra_hosts.get_all()
    host_config.volumes_from = copts.volumes_from.get_all()
    host_config.ipc_mode = IpcMode(copts.ipc_mode)
    host_config.network_mode = NetworkMode(copts.net_mode.network_mode())
    host_config.cap_add = copts.cap_add.get_all()
    host_config.cap_drop = copts.cap_drop.get_all()
    host_config.group_add = copts.group_add.get_all()
    host_config.readonly_rootfs = copts.readonly_rootfs
    host_config.volume_driver = copts.volume_driver
    host_config.isolation = Isolation(copts.isolation)
    host_config.shm_size = copts.shm_size.value()
    host_config.sysctls = copts.sysctls.get_all()
    host_config.runtime = copts.runtime
    host_config.mounts = copts.mounts.value()
