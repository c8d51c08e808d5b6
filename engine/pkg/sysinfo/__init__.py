"""What the kernel and its cgroups can do.

Go: pkg/sysinfo/sysinfo.go
"""

from engine.pkg.sysinfo.numcpu import num_cpu
from engine.pkg.sysinfo.sysinfo import SysInfo, is_cpuset_list_available
from engine.pkg.sysinfo.sysinfo_linux import apply_networking_info, new

__all__ = ["SysInfo", "apply_networking_info", "is_cpuset_list_available", "new", "num_cpu"]
