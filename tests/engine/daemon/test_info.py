"""What the engine says about itself and its host."""

import socket
from types import SimpleNamespace

import pytest

from engine.api.types.system import Info
from engine.daemon import info
from engine.daemon.config import Config
from engine.daemon.info_unix import fill_platform_info
from engine.pkg.sysinfo import SysInfo

CAPABLE = {
    "memory_limit": True, "swap_limit": True, "kernel_memory_tcp": True, "oom_kill_disable": True,
    "cpu_cfs": True, "cpu_shares": True, "cpuset": True, "blkio_read_bps_device": True,
    "blkio_write_bps_device": True, "blkio_read_iops_device": True,
    "blkio_write_iops_device": True,
}  # fmt: skip


def fill(**capabilities):
    daemon = SimpleNamespace(config_store=Config())
    filled = Info(ipv4_forwarding=True, bridge_nf_iptables=True, bridge_nf_ip6tables=True)
    fill_platform_info(daemon, filled, SysInfo(**capabilities))
    return filled


def test_a_capable_host_gives_no_warnings():
    filled = fill(**CAPABLE)

    assert filled.warnings is None
    assert (filled.memory_limit, filled.cpu_cfs_quota, filled.cgroup_version) == (True, True, "1")


def test_each_thing_that_the_host_cannot_do_is_a_warning():
    filled = fill(**CAPABLE | {"swap_limit": False, "blkio_read_bps_device": False})

    assert filled.warnings == [
        "WARNING: No swap limit support",
        "WARNING: No blkio throttle.read_bps_device support",
    ]


def test_cgroup_v2_has_words_of_its_own():
    filled = fill(
        cgroup_unified=True,
        **CAPABLE | {"oom_kill_disable": False, "kernel_memory_tcp": False,
                     "blkio_read_bps_device": False},
    )  # fmt: skip

    assert filled.cgroup_version == "2"
    assert filled.warnings == [
        "WARNING: No io.weight support",
        "WARNING: No io.weight (per device) support",
        "WARNING: No io.max (rbps) support",
    ]


def test_the_host_is_described_by_the_kernel():
    assert info.mem_total() > 1 << 20
    assert info.kernel_version()[0].isdigit()
    assert info.operating_system()
    assert socket.gethostname()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://joe:secret@proxy:3128/x", "http://xxxxx:xxxxx@proxy:3128/x"),
        ("http://proxy:3128", "http://proxy:3128"),
        ("proxy", "proxy"),
        ("", ""),
    ],
)
def test_credentials_of_a_proxy_are_not_shown(url, shown):
    assert info.mask_credentials(url) == shown
