import os

from engine.vendor.containerd import cgroups


def test_only_version_two_has_a_list_of_controllers_in_its_root():
    has_list = os.path.exists("/sys/fs/cgroup/cgroup.controllers")

    assert (cgroups.mode() is cgroups.CGMode.UNIFIED) is has_list
