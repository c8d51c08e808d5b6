"""Asks the cgroups of version 2 what they can do.

Go: pkg/sysinfo/cgroup2_linux.go
"""

from __future__ import annotations

import logging
import os
import posixpath
from collections.abc import Set as AbstractSet

from engine.pkg.sysinfo.sysinfo import SysInfo

_log = logging.getLogger(__name__)
_ROOT = "/sys/fs/cgroup"


def new_v2(group_path: str) -> tuple[SysInfo, list[str]]:
    """Return what the group's controllers can do, and what to warn about.

    Go: newV2
    """
    info = SysInfo(cgroup_unified=True)
    path = posixpath.join(_ROOT, group_path.lstrip("/"))
    try:
        with open(f"{path}/cgroup.controllers") as listing:
            controllers = set(listing.read().split())
    except OSError as error:
        _log.warning("%s", error)
        return info, []
    warnings = []
    for name in ("memory", "cpu", "io", "cpuset", "pids"):
        if name not in controllers:
            warnings.append(f"Unable to find {name} controller")
    _apply(info, controllers, path)
    return info, warnings


def _apply(info: SysInfo, controllers: AbstractSet[str], path: str) -> None:
    memory, cpu, io = (name in controllers for name in ("memory", "cpu", "io"))
    info.memory_limit = info.memory_reservation = memory
    info.swap_limit = memory and _get_swap_limit_v2()
    info.cpu_shares = info.cpu_cfs = cpu
    info.blkio_weight = info.blkio_weight_device = io
    info.blkio_read_bps_device = info.blkio_write_bps_device = io
    info.blkio_read_iops_device = info.blkio_write_iops_device = io
    info.pids_limit = "pids" in controllers
    info.cpuset = "cpuset" in controllers
    if info.cpuset:
        info.cpus = _read(f"{path}/cpuset.cpus.effective")
        info.mems = _read(f"{path}/cpuset.mems.effective")
    # Devices are guarded by eBPF here, which only the first user namespace may load.
    info.cgroup_devices_enabled = _read("/proc/self/uid_map").split() == ["0", "0", "4294967295"]


def _get_swap_limit_v2() -> bool:
    for line in _read("/proc/self/cgroup").splitlines():
        _, names, group = line.split(":", 2)
        if not names and group:
            return os.path.exists(f"{_ROOT}{group}/memory.swap.max")
    return False


def _read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return ""
