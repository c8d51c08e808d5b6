"""Asks Linux, and its cgroups of version 1, what they can do.

Go: pkg/sysinfo/sysinfo_linux.go
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping

from engine.golang.errors import GoError
from engine.pkg.sysinfo.sysinfo import SysInfo
from engine.vendor.containerd import cgroups

_log = logging.getLogger(__name__)

# What is asked of a v1 controller: the field, the file that shows it, and what to say without it.
_MEMORY = (
    ("swap_limit", "memory.memsw.limit_in_bytes", "swap memory limit"),
    ("memory_reservation", "memory.soft_limit_in_bytes", "memory reservation"),
    ("oom_kill_disable", "memory.oom_control", "oom control"),
    ("memory_swappiness", "memory.swappiness", "memory swappiness"),
    ("kernel_memory", "memory.kmem.limit_in_bytes", "kernel memory limit"),
    ("kernel_memory_tcp", "memory.kmem.tcp.limit_in_bytes", "kernel memory TCP limit"),
)
_CPU = (
    ("cpu_shares", "cpu.shares", "CPU shares"),
    ("cpu_cfs", "cpu.cfs_quota_us", "CPU CFS scheduler"),
    ("cpu_realtime", "cpu.rt_period_us", "CPU realtime scheduler"),
)
_THROTTLE = "cgroup blkio throttle."
_BLKIO = (
    ("blkio_weight", "blkio.weight", "cgroup blkio weight"),
    ("blkio_weight_device", "blkio.weight_device", "cgroup blkio weight_device"),
    (
        "blkio_read_bps_device",
        "blkio.throttle.read_bps_device",
        f"{_THROTTLE}read_bps_device",
    ),
    (
        "blkio_write_bps_device",
        "blkio.throttle.write_bps_device",
        f"{_THROTTLE}write_bps_device",
    ),
    (
        "blkio_read_iops_device",
        "blkio.throttle.read_iops_device",
        f"{_THROTTLE}read_iops_device",
    ),
    (
        "blkio_write_iops_device",
        "blkio.throttle.write_iops_device",
        f"{_THROTTLE}write_iops_device",
    ),
)


def new(quiet: bool, cgroup2_group_path: str = "") -> SysInfo:
    """Return what the host can do; unless ``quiet``, log what it cannot.

    ``cgroup2_group_path`` is the group below which a rootless daemon lives.

    Go: New
    """
    if cgroups.mode() is cgroups.CGMode.UNIFIED:
        from engine.pkg.sysinfo.cgroup2_linux import new_v2

        info, warnings = new_v2(cgroup2_group_path)
    else:
        info, warnings = _new_v1()
    apply_networking_info(info)
    _apply_app_armor_info(info)
    _apply_seccomp_info(info)
    _apply_cgroup_ns_info(info)
    if not quiet:
        for warning in warnings:
            _log.warning(warning)
    return info


def _new_v1() -> tuple[SysInfo, list[str]]:
    info = SysInfo()
    try:
        mounts = find_cgroup_mountpoints()
    except (OSError, GoError) as error:
        _log.warning("Failed to parse cgroup information: %s", error)
        return info, []
    return info, [
        *_apply_memory_cgroup_info(info, mounts),
        *_apply_cpu_cgroup_info(info, mounts),
        *_apply_blkio_cgroup_info(info, mounts),
        *_apply_cpuset_cgroup_info(info, mounts),
        *_apply_pids_cgroup_info(info, mounts),
        *_apply_devices_cgroup_info(info, mounts),
    ]


def find_cgroup_mountpoints() -> dict[str, str]:
    """Return where each v1 controller of this process is mounted.

    Raises:
        OSError: /proc does not tell.
        GoError: /proc tells it in an unknown way.

    Go: findCgroupMountpoints
    """
    with open("/proc/self/cgroup") as listing:
        mine = {name for line in listing for name in line.split(":")[1].split(",") if name}
    found: dict[str, str] = {}
    with open("/proc/self/mountinfo") as table:
        for line in table:
            mount, separator, source = line.rstrip("\n").partition(" - ")
            if not separator:
                raise GoError("invalid mountinfo format")
            if not source.startswith("cgroup "):
                continue
            for option in source.rpartition(" ")[2].split(","):
                if option in mine:
                    found.setdefault(option.removeprefix("name="), mount.split(" ")[4])
    return found


def _apply(info: SysInfo, mountpoint: str, table: tuple[tuple[str, str, str], ...]) -> list[str]:
    warnings = []
    for attribute, name, what in table:
        enabled = os.path.exists(f"{mountpoint}/{name}")
        setattr(info, attribute, enabled)
        if not enabled:
            warnings.append(f"Your kernel does not support {what}")
    return warnings


def _apply_memory_cgroup_info(info: SysInfo, mounts: Mapping[str, str]) -> list[str]:
    if "memory" not in mounts:
        return ["Your kernel does not support cgroup memory limit"]
    info.memory_limit = True
    return _apply(info, mounts["memory"], _MEMORY)


def _apply_cpu_cgroup_info(info: SysInfo, mounts: Mapping[str, str]) -> list[str]:
    if "cpu" not in mounts:
        return ["Unable to find cpu cgroup in mounts"]
    return _apply(info, mounts["cpu"], _CPU)


def _apply_blkio_cgroup_info(info: SysInfo, mounts: Mapping[str, str]) -> list[str]:
    if "blkio" not in mounts:
        return ["Unable to find blkio cgroup in mounts"]
    return _apply(info, mounts["blkio"], _BLKIO)


def _apply_cpuset_cgroup_info(info: SysInfo, mounts: Mapping[str, str]) -> list[str]:
    if "cpuset" not in mounts:
        return ["Unable to find cpuset cgroup in mounts"]
    info.cpuset = True
    info.cpus = _read(f"{mounts['cpuset']}/cpuset.cpus")
    info.mems = _read(f"{mounts['cpuset']}/cpuset.mems")
    return []


def _apply_pids_cgroup_info(info: SysInfo, mounts: Mapping[str, str]) -> list[str]:
    if "pids" not in mounts:
        return ["Unable to find pids cgroup in mounts"]
    info.pids_limit = True
    return []


def _apply_devices_cgroup_info(info: SysInfo, mounts: Mapping[str, str]) -> list[str]:
    info.cgroup_devices_enabled = "devices" in mounts
    return []


def apply_networking_info(info: SysInfo) -> None:
    """Look again at what an administrator may switch while the daemon runs: forwarding.

    Go: applyNetworkingInfo
    """
    info.ipv4_forwarding_disabled = _read("/proc/sys/net/ipv4/ip_forward") != "1"
    bridge = "/proc/sys/net/bridge/bridge-nf-call-"
    info.bridge_nf_call_iptables_disabled = _read(f"{bridge}iptables") != "1"
    info.bridge_nf_call_ip6tables_disabled = _read(f"{bridge}ip6tables") != "1"


def _apply_app_armor_info(info: SysInfo) -> None:
    info.app_armor = os.access("/sys/kernel/security/apparmor/profiles", os.R_OK)


def _apply_cgroup_ns_info(info: SysInfo) -> None:
    info.cgroup_namespaces = os.path.lexists("/proc/self/ns/cgroup")


def _apply_seccomp_info(info: SysInfo) -> None:
    # There if and only if the kernel can filter system calls, which is what Go asks prctl for.
    info.seccomp = os.path.exists("/proc/sys/kernel/seccomp/actions_avail")


def _read(path: str) -> str:
    """Return the file's text without blanks around it; nothing if it cannot be read."""
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return ""
