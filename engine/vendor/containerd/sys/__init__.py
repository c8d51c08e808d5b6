"""What kind of place this process runs in.

Go: vendor/github.com/containerd/containerd/sys
"""

from engine.vendor.containerd.sys.userns_linux import running_in_user_ns

__all__ = ["running_in_user_ns"]
