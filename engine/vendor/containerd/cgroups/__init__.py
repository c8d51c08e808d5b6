"""Which cgroup hierarchy the host has.

Go: vendor/github.com/containerd/cgroups/utils.go
"""

from engine.vendor.containerd.cgroups.utils import CGMode, mode

__all__ = ["CGMode", "mode"]
