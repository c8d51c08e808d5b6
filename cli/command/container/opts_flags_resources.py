"""The flags that limit a container: processors, memory, devices.

Split from opts.go, where they are the group "resource management".

Go: cli/command/container/opts.go
"""

from __future__ import annotations

from functools import partial

from cli.command.container.opts_types import ContainerOptions
from engine.vendor.spf13.pflag import FlagSet, Ref


def add_cpu_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define shares, quotas and choice of processors."""
    ref = partial(Ref, copts)
    flags.string_var(
        ref("cpuset_cpus"), "cpuset-cpus", "", "CPUs in which to allow execution (0-3, 0,1)"
    )
    flags.string_var(
        ref("cpuset_mems"), "cpuset-mems", "", "MEMs in which to allow execution (0-3, 0,1)"
    )
    flags.int64_var(ref("cpu_count"), "cpu-count", 0, "CPU count (Windows only)")
    flags.set_annotation("cpu-count", "ostype", ["windows"])
    flags.int64_var(ref("cpu_percent"), "cpu-percent", 0, "CPU percent (Windows only)")
    flags.set_annotation("cpu-percent", "ostype", ["windows"])
    flags.int64_var(
        ref("cpu_period"), "cpu-period", 0, "Limit CPU CFS (Completely Fair Scheduler) period"
    )
    flags.int64_var(
        ref("cpu_quota"), "cpu-quota", 0, "Limit CPU CFS (Completely Fair Scheduler) quota"
    )
    flags.int64_var(
        ref("cpu_realtime_period"), "cpu-rt-period", 0, "Limit CPU real-time period in microseconds"
    )
    flags.set_annotation("cpu-rt-period", "version", ["1.25"])
    flags.int64_var(
        ref("cpu_realtime_runtime"),
        "cpu-rt-runtime",
        0,
        "Limit CPU real-time runtime in microseconds",
    )
    flags.set_annotation("cpu-rt-runtime", "version", ["1.25"])
    flags.int64_var_p(ref("cpu_shares"), "cpu-shares", "c", 0, "CPU shares (relative weight)")
    flags.var(copts.cpus, "cpus", "Number of CPUs")
    flags.set_annotation("cpus", "version", ["1.25"])


def add_memory_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define limits of memory and processes."""
    ref = partial(Ref, copts)
    flags.var(copts.kernel_memory, "kernel-memory", "Kernel memory limit")
    flags.var_p(copts.memory, "memory", "m", "Memory limit")
    flags.var(copts.memory_reservation, "memory-reservation", "Memory soft limit")
    flags.var(
        copts.memory_swap,
        "memory-swap",
        "Swap limit equal to memory plus swap: '-1' to enable unlimited swap",
    )
    flags.int64_var(
        ref("swappiness"), "memory-swappiness", -1, "Tune container memory swappiness (0 to 100)"
    )
    flags.bool_var(ref("oom_kill_disable"), "oom-kill-disable", False, "Disable OOM Killer")
    flags.int_var(
        ref("oom_score_adj"), "oom-score-adj", 0, "Tune host's OOM preferences (-1000 to 1000)"
    )
    flags.int64_var(
        ref("pids_limit"), "pids-limit", 0, "Tune container pids limit (set -1 for unlimited)"
    )


def add_io_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define limits of block devices, and where the ID is noted."""
    ref = partial(Ref, copts)
    flags.uint16_var(
        ref("blkio_weight"),
        "blkio-weight",
        0,
        "Block IO (relative weight), between 10 and 1000, or 0 to disable (default 0)",
    )
    flags.var(
        copts.blkio_weight_device, "blkio-weight-device", "Block IO weight (relative device weight)"
    )
    flags.string_var(ref("container_id_file"), "cidfile", "", "Write the container ID to the file")
    flags.var(
        copts.device_read_bps, "device-read-bps", "Limit read rate (bytes per second) from a device"
    )
    flags.var(
        copts.device_read_iops, "device-read-iops", "Limit read rate (IO per second) from a device"
    )
    flags.var(
        copts.device_write_bps,
        "device-write-bps",
        "Limit write rate (bytes per second) to a device",
    )
    flags.var(
        copts.device_write_iops, "device-write-iops", "Limit write rate (IO per second) to a device"
    )
    flags.var(
        copts.io_max_bandwidth,
        "io-maxbandwidth",
        "Maximum IO bandwidth limit for the system drive (Windows only)",
    )
    flags.set_annotation("io-maxbandwidth", "ostype", ["windows"])
    flags.uint64_var(
        ref("io_max_iops"),
        "io-maxiops",
        0,
        "Maximum IOps limit for the system drive (Windows only)",
    )
    flags.set_annotation("io-maxiops", "ostype", ["windows"])
