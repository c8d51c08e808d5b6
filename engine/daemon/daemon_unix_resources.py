"""Checks a container's limits against what the kernel can do.

A limit that the kernel cannot keep is dropped with a warning, and *before* its range is checked:
so a senseless value of an unsupported limit only warns.

Go: daemon/daemon_unix.go
"""

from __future__ import annotations

from collections.abc import Callable

from engine.api.types.container.host_config import HostConfig
from engine.golang.errors import GoError, wrap
from engine.pkg.parsers import kernel
from engine.pkg.sysinfo import SysInfo, num_cpu

# Less memory than that does not start a container, in bytes.
_LINUX_MIN_MEMORY = 6291456
_NO_CGROUP = "or the cgroup is not mounted."


def verify_platform_container_resources(
    resources: HostConfig, sys_info: SysInfo, update: bool, warnings: list[str]
) -> None:
    """Check all limits; what is dropped is said in ``warnings``.

    Raises:
        GoError: the first value that cannot be.

    Go: verifyPlatformContainerResources
    """
    fix_memory_swappiness(resources)
    _verify_memory(resources, sys_info, update, warnings)
    _verify_swappiness(resources, sys_info, warnings)
    _verify_memory_reservation(resources, sys_info, warnings)
    _verify_kernel_memory(resources, sys_info, warnings)
    _verify_oom_and_pids(resources, sys_info, warnings)
    _verify_nano_cpus(resources, sys_info)
    _verify_cpu(resources, sys_info, warnings)
    _verify_cpuset(resources, sys_info, warnings)
    _verify_blkio(resources, sys_info, warnings)


def fix_memory_swappiness(resources: HostConfig) -> None:
    """Turn the -1 of old clients into what it means: nothing was chosen.

    Go: daemon.go fixMemorySwappiness
    """
    if resources.memory_swappiness == -1:
        resources.memory_swappiness = None


def _verify_memory(res: HostConfig, info: SysInfo, update: bool, warnings: list[str]) -> None:
    if res.memory != 0 and res.memory < _LINUX_MIN_MEMORY:
        raise GoError("Minimum memory limit allowed is 6MB")
    if res.memory > 0 and not info.memory_limit:
        warnings.append(
            f"Your kernel does not support memory limit capabilities {_NO_CGROUP} "
            "Limitation discarded."
        )
        res.memory, res.memory_swap = 0, -1
    if res.memory > 0 and res.memory_swap != -1 and not info.swap_limit:
        warnings.append(
            f"Your kernel does not support swap limit capabilities {_NO_CGROUP} "
            "Memory limited without swap."
        )
        res.memory_swap = -1
    if 0 < res.memory_swap < res.memory:
        raise GoError("Minimum memoryswap limit should be larger than memory limit, see usage")
    if res.memory == 0 and res.memory_swap > 0 and not update:
        raise GoError(
            "You should always set the Memory limit when using Memoryswap limit, see usage"
        )


def _verify_swappiness(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    if res.memory_swappiness is None:
        return
    if not info.memory_swappiness:
        warnings.append(
            f"Your kernel does not support memory swappiness capabilities {_NO_CGROUP} "
            "Memory swappiness discarded."
        )
        res.memory_swappiness = None
    elif not 0 <= res.memory_swappiness <= 100:
        raise GoError(
            f"Invalid value: {res.memory_swappiness}, valid memory swappiness range is 0-100"
        )


def _verify_memory_reservation(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    if res.memory_reservation > 0 and not info.memory_reservation:
        warnings.append(
            f"Your kernel does not support memory soft limit capabilities {_NO_CGROUP} "
            "Limitation discarded."
        )
        res.memory_reservation = 0
    if 0 < res.memory_reservation < _LINUX_MIN_MEMORY:
        raise GoError("Minimum memory reservation allowed is 6MB")
    if 0 < res.memory < res.memory_reservation:
        raise GoError(
            "Minimum memory limit can not be less than memory reservation limit, see usage"
        )


def _verify_kernel_memory(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    if res.kernel_memory <= 0:
        return
    warnings.append(
        "Specifying a kernel memory limit is deprecated and will be removed in a future release."
    )
    if not info.kernel_memory:
        warnings.append(
            f"Your kernel does not support kernel memory limit capabilities {_NO_CGROUP} "
            "Limitation discarded."
        )
        res.kernel_memory = 0
        return
    if res.kernel_memory < _LINUX_MIN_MEMORY:
        # The text says 4, the limit is 6.
        raise GoError("Minimum kernel memory limit allowed is 4MB")
    if not kernel.check_kernel_version(4, 0, 0):
        warnings.append(
            "You specified a kernel memory limit on a kernel older than 4.0. Kernel memory limits "
            "are experimental on older kernels, it won't work as expected and can cause your "
            "system to be unstable."
        )


def _verify_oom_and_pids(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    if res.oom_kill_disable is not None and not info.oom_kill_disable:
        if res.oom_kill_disable:
            warnings.append(
                "Your kernel does not support OomKillDisable. OomKillDisable discarded."
            )
        res.oom_kill_disable = None
    if res.oom_kill_disable and res.memory == 0:
        warnings.append(
            "OOM killer is disabled for the container, but no memory limit is set, this can "
            "result in the system running out of resources."
        )
    if res.pids_limit is not None and not info.pids_limit:
        if res.pids_limit > 0:
            warnings.append(
                f"Your kernel does not support PIDs limit capabilities {_NO_CGROUP} "
                "PIDs limit discarded."
            )
        res.pids_limit = None


def _verify_nano_cpus(res: HostConfig, info: SysInfo) -> None:
    if res.nano_cpus == 0:
        return
    if res.nano_cpus > 0:
        if res.cpu_period > 0:
            raise GoError("Conflicting options: Nano CPUs and CPU Period cannot both be set")
        if res.cpu_quota > 0:
            raise GoError("Conflicting options: Nano CPUs and CPU Quota cannot both be set")
        if not info.cpu_cfs:
            raise GoError(
                "NanoCPUs can not be set, as your kernel does not support CPU CFS scheduler "
                "or the cgroup is not mounted"
            )
    count = num_cpu()
    if not 0 <= res.nano_cpus <= count * 1_000_000_000:
        raise GoError(
            f"Range of CPUs is from 0.01 to {count}.00, as there are only {count} CPUs available"
        )


def _verify_cpu(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    if res.cpu_shares > 0 and not info.cpu_shares:
        warnings.append(f"Your kernel does not support CPU shares {_NO_CGROUP} Shares discarded.")
        res.cpu_shares = 0
    if (res.cpu_period or res.cpu_quota) and not info.cpu_cfs:
        warnings.append(
            "Your kernel does not support CPU CFS scheduler. CPU period/quota discarded."
        )
        res.cpu_period = res.cpu_quota = 0
    if res.cpu_period and not 1000 <= res.cpu_period <= 1_000_000:
        raise GoError(
            "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)"
        )
    if 0 < res.cpu_quota < 1000:
        raise GoError("CPU cfs quota can not be less than 1ms (i.e. 1000)")
    if res.cpu_percent > 0:
        warnings.append("linux does not support CPU percent. Percent discarded.")
        res.cpu_percent = 0


def _verify_cpuset(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    if not res.cpuset_cpus and not res.cpuset_mems:
        return
    if not info.cpuset:
        warnings.append(f"Your kernel does not support cpuset {_NO_CGROUP} Cpuset discarded.")
        res.cpuset_cpus = res.cpuset_mems = ""
    cpus, mems = res.cpuset_cpus, res.cpuset_mems
    if not _available(info.is_cpuset_cpus_available, cpus, "cpus"):
        raise GoError(
            f"Requested CPUs are not available - requested {cpus}, available: {info.cpus}"
        )
    if not _available(info.is_cpuset_mems_available, mems, "mems"):
        raise GoError(
            f"Requested memory nodes are not available - requested {mems}, available: {info.mems}"
        )


def _available(check: Callable[[str], bool], provided: str, what: str) -> bool:
    try:
        return check(provided)
    except GoError as error:
        raise wrap(error, f"Invalid value {provided} for cpuset {what}") from error


def _verify_blkio(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    if res.blkio_weight > 0 and not info.blkio_weight:
        warnings.append(
            f"Your kernel does not support Block I/O weight {_NO_CGROUP} Weight discarded."
        )
        res.blkio_weight = 0
    if res.blkio_weight > 0 and not 10 <= res.blkio_weight <= 1000:
        raise GoError("Range of blkio weight is from 10 to 1000")
    if res.io_maximum_bandwidth or res.io_maximum_iops:
        raise GoError(
            "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps"
        )
    if res.blkio_weight_device and not info.blkio_weight_device:
        warnings.append(
            f"Your kernel does not support Block I/O weight_device {_NO_CGROUP} "
            "Weight-device discarded."
        )
        res.blkio_weight_device = []
    _verify_throttles(res, info, warnings)


def _verify_throttles(res: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    for attribute, supported, unit in (
        ("blkio_device_read_bps", info.blkio_read_bps_device, "BPS Block I/O read"),
        ("blkio_device_write_bps", info.blkio_write_bps_device, "BPS Block I/O write"),
        ("blkio_device_read_iops", info.blkio_read_iops_device, "IOPS Block read"),
        ("blkio_device_write_iops", info.blkio_write_iops_device, "IOPS Block write"),
    ):
        if getattr(res, attribute) and not supported:
            what, _, way = unit.partition(" Block ")
            warnings.append(
                f"Your kernel does not support {unit} limit {_NO_CGROUP} "
                f"Block I/O {what} {way.removeprefix('I/O ')} limit discarded."
            )
            setattr(res, attribute, [])
