"""What a Linux host can do for containers.

Go: daemon/info_unix.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.api.types.system import Commit, Info
from engine.daemon.daemon_unix_setup import CGROUP_NONE_DRIVER, get_cgroup_driver
from engine.pkg.sysinfo import SysInfo

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_NOT_HERE = Commit(id="N/A", expected="N/A")


def fill_platform_info(daemon: Daemon, info: Info, si: SysInfo) -> None:
    """Tell what the kernel's cgroups can limit, and warn of what they cannot.

    Runtimes are those of the settings; none of them is asked, for this engine starts nothing.

    Go: Daemon.fillPlatformInfo
    """
    info.cgroup_driver = get_cgroup_driver(daemon.config_store)
    info.cgroup_version = "2" if si.cgroup_unified else "1"
    info.runtimes = daemon.config_store.runtimes
    info.default_runtime = daemon.config_store.get_default_runtime_name()
    info.init_binary = "docker-init"
    info.runc_commit = info.containerd_commit = info.init_commit = _NOT_HERE
    if info.cgroup_driver != CGROUP_NONE_DRIVER:
        _fill_limits(info, si)
    info.warnings = [*(info.warnings or ()), *_warnings(info, si)] or None


def _fill_limits(info: Info, si: SysInfo) -> None:
    info.memory_limit = si.memory_limit
    info.swap_limit = si.swap_limit
    info.kernel_memory = si.kernel_memory
    info.kernel_memory_tcp = si.kernel_memory_tcp
    info.oom_kill_disable = si.oom_kill_disable
    info.cpu_cfs_period = info.cpu_cfs_quota = si.cpu_cfs
    info.cpu_shares = si.cpu_shares
    info.cpu_set = si.cpuset
    info.pids_limit = si.pids_limit


def _warnings(info: Info, si: SysInfo) -> list[str]:
    """Return a line for each thing that this host cannot do."""
    v2 = si.cgroup_unified
    if info.cgroup_driver == CGROUP_NONE_DRIVER:
        how = "boot the system in cgroup v2 mode"
        how = f"To enable cgroups in rootless-mode, you need to {how}."
        if v2:
            how = "Systemd is required to enable cgroups in rootless-mode."
        return [f"WARNING: Running in rootless-mode without cgroups. {how}", *_bridge(info)]
    rows = [
        (info.memory_limit, "memory limit", ""),
        (info.swap_limit, "swap limit", ""),
        (info.kernel_memory_tcp or v2, "kernel memory TCP limit", ""),
        (info.oom_kill_disable or v2, "oom kill disable", ""),
        (info.cpu_cfs_quota, "cpu cfs quota", ""),
        (info.cpu_cfs_period, "cpu cfs period", ""),
        (info.cpu_shares, "cpu shares", ""),
        (info.cpu_set, "cpuset", ""),
        (si.blkio_weight or not v2, "io.weight", ""),
        (si.blkio_weight_device or not v2, "io.weight (per device)", ""),
        (si.blkio_read_bps_device, "blkio throttle.read_bps_device", "io.max (rbps)"),
        (si.blkio_write_bps_device, "blkio throttle.write_bps_device", "io.max (wbps)"),
        (si.blkio_read_iops_device, "blkio throttle.read_iops_device", "io.max (riops)"),
        (si.blkio_write_iops_device, "blkio throttle.write_iops_device", "io.max (wiops)"),
    ]
    lacking = [(new if v2 and new else old) for there, old, new in rows if not there]
    return [f"WARNING: No {what} support" for what in lacking] + _bridge(info)


def _bridge(info: Info) -> list[str]:
    rows = [
        (info.ipv4_forwarding, "IPv4 forwarding is disabled"),
        (info.bridge_nf_iptables, "bridge-nf-call-iptables is disabled"),
        (info.bridge_nf_ip6tables, "bridge-nf-call-ip6tables is disabled"),
    ]
    return [f"WARNING: {what}" for there, what in rows if not there]
