"""Mounts by the words of fstab.

Go: vendor/github.com/moby/sys/mount/mount_unix.go
"""

from engine.vendor.moby.sys.mount.mount_errors import MountError
from engine.vendor.moby.sys.mount.mount_unix import mount, recursive_unmount, unmount

__all__ = ["MountError", "mount", "recursive_unmount", "unmount"]
