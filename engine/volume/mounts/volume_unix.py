"""Which paths a mount covers.

Go: volume/mounts/volume_unix.go
"""

from __future__ import annotations

from engine.golang import filepath
from engine.volume.mounts.mounts import MountPoint


def has_resource(mount_point: MountPoint, absolute_path: str) -> bool:
    """Say whether ``absolute_path`` lies at or below the mount's destination.

    Go: linuxParser.HasResource
    """
    relative = filepath.rel(mount_point.destination, absolute_path)
    return relative is not None and relative != ".." and not relative.startswith("../")
