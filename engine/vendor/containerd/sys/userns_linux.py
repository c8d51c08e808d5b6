"""Whether root is root.

Go: vendor/github.com/containerd/containerd/sys/userns_linux.go
"""

from __future__ import annotations

import functools

_WHOLE_RANGE = ["0", "0", "4294967295"]


@functools.cache
def running_in_user_ns() -> bool:
    """Say whether this process is in a user namespace other than the host's.

    The host's maps every ID to itself; a kernel without the file has no such namespaces.

    Go: RunningInUserNS
    """
    try:
        with open("/proc/self/uid_map") as file:
            return file.readline().split() != _WHOLE_RANGE
    except FileNotFoundError:
        return False
