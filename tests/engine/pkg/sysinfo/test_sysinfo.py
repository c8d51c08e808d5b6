import os

import pytest

from engine.golang.errors import GoError
from engine.pkg import sysinfo
from engine.pkg.sysinfo.cgroup2_linux import new_v2
from engine.vendor.containerd import cgroups


@pytest.mark.parametrize(
    ("provided", "available", "all_there"),
    [("", "0-7", True), ("1,3", "0-7", True), ("0-7", "0-7", True), ("9", "0-7", False)],
)
def test_a_list_is_available_if_all_of_it_is(provided, available, all_there):
    found = sysinfo.is_cpuset_list_available(provided, available)

    assert found is all_there


def test_numbers_that_no_kernel_has_are_refused():
    with pytest.raises(GoError) as caught:
        sysinfo.is_cpuset_list_available("0-2147483647", "0-7")

    assert str(caught.value) == "value of out range, maximum is 8192"


def test_the_host_has_processors_and_says_which():
    info = sysinfo.new(True)

    assert sysinfo.num_cpu() == len(os.sched_getaffinity(0))
    if info.cpuset:
        assert info.is_cpuset_cpus_available(str(min(os.sched_getaffinity(0))))
        assert info.is_cpuset_mems_available("0")


def test_forwarding_is_looked_at_anew():
    info = sysinfo.SysInfo()

    sysinfo.apply_networking_info(info)

    with open("/proc/sys/net/ipv4/ip_forward") as file:
        assert info.ipv4_forwarding_disabled is (file.read().strip() != "1")


def test_missing_controllers_are_told(caplog):
    info = sysinfo.new(False)

    told = [record.getMessage() for record in caplog.records]
    assert any("blkio weight" in text for text in told) is not info.blkio_weight or (
        cgroups.mode() is cgroups.CGMode.UNIFIED
    )


def test_a_group_that_is_not_there_offers_nothing(caplog):
    info, warnings = new_v2("/no/such/group")

    assert info.cgroup_unified
    assert not info.memory_limit
    assert warnings == []
    assert "no/such/group" in caplog.text
