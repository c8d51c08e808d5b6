"""What the host offers to containers, as one flat record.

Go: pkg/sysinfo/sysinfo.go
"""

from __future__ import annotations

from engine.golang.structs import struct
from engine.pkg.parsers import parsers

# As many processors as the kernel can be built for; a list above that is a mistake or an attack.
_MAX_LISTED = 8192


@struct(slots=True, kw_only=True)
class SysInfo:
    """Capabilities of the kernel; True means that it can, unless the name says otherwise.

    Go: SysInfo (its embedded structs are flattened)
    """

    app_armor: bool = False
    seccomp: bool = False
    memory_limit: bool = False
    swap_limit: bool = False
    memory_reservation: bool = False
    oom_kill_disable: bool = False
    memory_swappiness: bool = False
    kernel_memory: bool = False
    kernel_memory_tcp: bool = False
    cpu_shares: bool = False
    cpu_cfs: bool = False
    cpu_realtime: bool = False
    blkio_weight: bool = False
    blkio_weight_device: bool = False
    blkio_read_bps_device: bool = False
    blkio_write_bps_device: bool = False
    blkio_read_iops_device: bool = False
    blkio_write_iops_device: bool = False
    cpuset: bool = False
    cpus: str = ""
    mems: str = ""
    pids_limit: bool = False
    cgroup_namespaces: bool = False
    ipv4_forwarding_disabled: bool = False
    bridge_nf_call_iptables_disabled: bool = False
    bridge_nf_call_ip6tables_disabled: bool = False
    cgroup_devices_enabled: bool = False
    cgroup_unified: bool = False

    def is_cpuset_cpus_available(self, provided: str) -> bool:
        """Say whether all processors of the list are there.

        Raises:
            GoError: the list is malformed.

        Go: cgroupCpusetInfo.IsCpusetCpusAvailable
        """
        return is_cpuset_list_available(provided, self.cpus)

    def is_cpuset_mems_available(self, provided: str) -> bool:
        """Say whether all memory nodes of the list are there.

        Raises:
            GoError: the list is malformed.

        Go: cgroupCpusetInfo.IsCpusetMemsAvailable
        """
        return is_cpuset_list_available(provided, self.mems)


def is_cpuset_list_available(provided: str, available: str) -> bool:
    """Say whether every number of the list ``provided`` is in the list ``available``.

    Raises:
        GoError: a list is malformed, or asks for numbers that no kernel has.

    Go: isCpusetListAvailable
    """
    there = parsers.parse_uint_list(available)
    highest = max(there | {_MAX_LISTED})
    return parsers.parse_uint_list_maximum(provided, highest) <= there
