"""Counts processors.

Go: pkg/sysinfo/numcpu_linux.go
"""

from __future__ import annotations

import os


def num_cpu() -> int:
    """Return how many processors this process may run on.

    Go: NumCPU
    """
    return len(os.sched_getaffinity(0))
