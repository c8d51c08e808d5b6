"""SELinux labels, on a host where SELinux is off.

Go: vendor/github.com/opencontainers/selinux/go-selinux/label/label_linux.go
"""

from engine.vendor.opencontainers.selinux.label import init_labels, relabel
from engine.vendor.opencontainers.selinux.selinux import disable_sec_opt, dup_sec_opt

__all__ = ["disable_sec_opt", "dup_sec_opt", "init_labels", "relabel"]
