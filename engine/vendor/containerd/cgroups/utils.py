"""Tells cgroup v1 from v2.

Go: vendor/github.com/containerd/cgroups/utils.go
"""

from __future__ import annotations

import enum
import os
from functools import cache

_UNIFIED_MOUNTPOINT = "/sys/fs/cgroup"


class CGMode(enum.Enum):
    """The host's cgroup hierarchy.

    Go: CGMode
    """

    UNAVAILABLE = 0
    LEGACY = 1
    HYBRID = 2
    UNIFIED = 3


@cache
def mode() -> CGMode:
    """Return the hierarchy mounted below /sys/fs/cgroup, found out once.

    The file cgroup.controllers stands in the root of a v2 hierarchy only; Go asks statfs for the
    file system's magic number, which Python does not hand out.

    Go: Mode
    """
    if not os.path.isdir(_UNIFIED_MOUNTPOINT):
        return CGMode.UNAVAILABLE
    if os.path.exists(f"{_UNIFIED_MOUNTPOINT}/cgroup.controllers"):
        return CGMode.UNIFIED
    if os.path.exists(f"{_UNIFIED_MOUNTPOINT}/unified/cgroup.controllers"):
        return CGMode.HYBRID
    return CGMode.LEGACY
