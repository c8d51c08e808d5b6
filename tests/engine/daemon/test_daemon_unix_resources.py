import dataclasses

import pytest

from engine.api.types.blkiodev import ThrottleDevice, WeightDevice
from engine.api.types.container.host_config import HostConfig
from engine.daemon.daemon_unix_resources import verify_platform_container_resources
from engine.golang.errors import GoError
from engine.pkg.sysinfo import SysInfo, num_cpu

MIB = 1 << 20
ALL = SysInfo(
    **{
        field.name: True
        for field in dataclasses.fields(SysInfo)
        if field.type == "bool" and not field.name.endswith("_disabled")
    },
    cpus="0-1",
    mems="0",
)
CPUS = num_cpu()


def verify(info=ALL, update=False, **limits):
    resources, warnings = HostConfig(**limits), []
    verify_platform_container_resources(resources, info, update, warnings)
    return resources, warnings


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"memory": 6 * MIB - 1}, "Minimum memory limit allowed is 6MB"),
        ({"memory": -1}, "Minimum memory limit allowed is 6MB"),
        (
            {"memory": 9 * MIB, "memory_swap": 8 * MIB},
            "Minimum memoryswap limit should be larger than memory limit, see usage",
        ),
        (
            {"memory_swap": 8 * MIB},
            "You should always set the Memory limit when using Memoryswap limit, see usage",
        ),
        ({"memory_swappiness": 101}, "Invalid value: 101, valid memory swappiness range is 0-100"),
        ({"memory_swappiness": -2}, "Invalid value: -2, valid memory swappiness range is 0-100"),
        ({"memory_reservation": 5}, "Minimum memory reservation allowed is 6MB"),
        (
            {"memory": 6 * MIB, "memory_reservation": 7 * MIB},
            "Minimum memory limit can not be less than memory reservation limit, see usage",
        ),
        ({"kernel_memory": 5}, "Minimum kernel memory limit allowed is 4MB"),
        (
            {"nano_cpus": 1, "cpu_period": 1000},
            "Conflicting options: Nano CPUs and CPU Period cannot both be set",
        ),
        (
            {"nano_cpus": 1, "cpu_quota": 1000},
            "Conflicting options: Nano CPUs and CPU Quota cannot both be set",
        ),
        (
            {"nano_cpus": -1},
            f"Range of CPUs is from 0.01 to {CPUS}.00, as there are only {CPUS} CPUs available",
        ),
        (
            {"nano_cpus": CPUS * 10**9 + 1},
            f"Range of CPUs is from 0.01 to {CPUS}.00, as there are only {CPUS} CPUs available",
        ),
        (
            {"cpu_period": 999},
            "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)",
        ),
        ({"cpu_quota": 999}, "CPU cfs quota can not be less than 1ms (i.e. 1000)"),
        ({"cpuset_cpus": "a"}, "Invalid value a for cpuset cpus: invalid format: a"),
        (
            {"cpuset_cpus": "9999"},
            "Invalid value 9999 for cpuset cpus: value of out range, maximum is 8192",
        ),
        (
            {"cpuset_cpus": "7"},
            "Requested CPUs are not available - requested 7, available: 0-1",
        ),
        ({"cpuset_mems": "x"}, "Invalid value x for cpuset mems: invalid format: x"),
        (
            {"cpuset_mems": "3"},
            "Requested memory nodes are not available - requested 3, available: 0",
        ),
        ({"blkio_weight": 9}, "Range of blkio weight is from 10 to 1000"),
        ({"blkio_weight": 1001}, "Range of blkio weight is from 10 to 1000"),
        (
            {"io_maximum_iops": 1},
            "Invalid QoS settings: linux does not support Maximum IO Bandwidth or Maximum IO IOps",
        ),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else None,
)
def test_a_limit_that_cannot_be_is_refused(limits, message):
    with pytest.raises(GoError) as caught:
        verify(**limits)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "limits",
    [
        {"memory": 6 * MIB, "memory_swap": -1},
        {"memory_swap": -1},
        {"nano_cpus": CPUS * 10**9},
        {"cpu_period": 1000, "cpu_quota": -5},
        {"cpuset_cpus": "0,1", "cpuset_mems": "0"},
        {"cpu_shares": -5},
        {"blkio_weight": 10, "pids_limit": 5},
    ],
    ids=lambda value: ",".join(value),
)
def test_a_limit_that_can_be_stays(limits):
    resources, warnings = verify(**limits)

    assert warnings == []
    for name, value in limits.items():
        assert getattr(resources, name) == value


def test_minus_one_stands_for_no_swappiness():
    resources, _ = verify(memory_swappiness=-1)

    assert resources.memory_swappiness is None


NO_CGROUP = "or the cgroup is not mounted."


@pytest.mark.parametrize(
    ("limits", "left", "warning"),
    [
        (
            {"memory": 9 * MIB},
            {"memory": 0, "memory_swap": -1},
            f"Your kernel does not support memory limit capabilities {NO_CGROUP} "
            "Limitation discarded.",
        ),
        (
            {"memory_swappiness": 999},
            {"memory_swappiness": None},
            f"Your kernel does not support memory swappiness capabilities {NO_CGROUP} "
            "Memory swappiness discarded.",
        ),
        (
            {"memory_reservation": 5},
            {"memory_reservation": 0},
            f"Your kernel does not support memory soft limit capabilities {NO_CGROUP} "
            "Limitation discarded.",
        ),
        (
            {"oom_kill_disable": True},
            {"oom_kill_disable": None},
            "Your kernel does not support OomKillDisable. OomKillDisable discarded.",
        ),
        (
            {"pids_limit": 5},
            {"pids_limit": None},
            f"Your kernel does not support PIDs limit capabilities {NO_CGROUP} "
            "PIDs limit discarded.",
        ),
        (
            {"cpu_shares": 5},
            {"cpu_shares": 0},
            f"Your kernel does not support CPU shares {NO_CGROUP} Shares discarded.",
        ),
        (
            {"cpu_period": 5, "cpu_quota": 5},
            {"cpu_period": 0, "cpu_quota": 0},
            "Your kernel does not support CPU CFS scheduler. CPU period/quota discarded.",
        ),
        (
            {"cpuset_cpus": "77", "cpuset_mems": "88"},
            {"cpuset_cpus": "", "cpuset_mems": ""},
            f"Your kernel does not support cpuset {NO_CGROUP} Cpuset discarded.",
        ),
        (
            {"blkio_weight": 5},
            {"blkio_weight": 0},
            f"Your kernel does not support Block I/O weight {NO_CGROUP} Weight discarded.",
        ),
        (
            {"blkio_weight_device": [WeightDevice(path="/x", weight=1)]},
            {"blkio_weight_device": []},
            f"Your kernel does not support Block I/O weight_device {NO_CGROUP} "
            "Weight-device discarded.",
        ),
        *(
            (
                {f"blkio_device_{way}_{unit.lower()}": [ThrottleDevice(path="/x", rate=1)]},
                {f"blkio_device_{way}_{unit.lower()}": []},
                f"Your kernel does not support {unit} Block {io}{way} limit {NO_CGROUP} "
                f"Block I/O {unit} {way} limit discarded.",
            )
            for unit, io in (("BPS", "I/O "), ("IOPS", ""))
            for way in ("read", "write")
        ),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else None,
)
def test_a_limit_that_the_kernel_cannot_keep_is_dropped_with_a_warning(limits, left, warning):
    resources, warnings = verify(SysInfo(), **limits)

    assert warnings == [warning]
    for name, value in left.items():
        assert getattr(resources, name) == value


def test_without_swap_accounting_memory_is_limited_all_the_same():
    resources, warnings = verify(dataclasses.replace(ALL, swap_limit=False), memory=9 * MIB)

    assert (resources.memory, resources.memory_swap) == (9 * MIB, -1)
    assert warnings == [
        f"Your kernel does not support swap limit capabilities {NO_CGROUP} "
        "Memory limited without swap."
    ]


@pytest.mark.parametrize(
    ("limits", "warning"),
    [
        (
            {"kernel_memory": 9 * MIB},
            "Specifying a kernel memory limit is deprecated and will be removed in a future "
            "release.",
        ),
        (
            {"oom_kill_disable": True},
            "OOM killer is disabled for the container, but no memory limit is set, this can "
            "result in the system running out of resources.",
        ),
        ({"cpu_percent": 5}, "linux does not support CPU percent. Percent discarded."),
    ],
)
def test_some_limits_are_worth_a_warning_anywhere(limits, warning):
    _, warnings = verify(**limits)

    assert warnings == [warning]


def test_nano_cpus_are_refused_and_not_dropped_without_the_scheduler():
    with pytest.raises(GoError, match="NanoCPUs can not be set, as your kernel does not support"):
        verify(SysInfo(), nano_cpus=1)


def test_dropping_what_was_false_needs_no_warning():
    resources, warnings = verify(SysInfo(), oom_kill_disable=False, pids_limit=0)

    assert (resources.oom_kill_disable, resources.pids_limit) == (None, None)
    assert warnings == []


def test_an_update_may_set_swap_alone():
    resources, _ = verify(update=True, memory_swap=8 * MIB)

    assert resources.memory_swap == 8 * MIB
