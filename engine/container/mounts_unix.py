"""What is mounted into a container's files while they are copied.

Go: container/container_unix.go
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.api.types.mount import mount as mounttypes
from engine.golang.errors import GoError, text
from engine.golang.structs import struct
from engine.vendor.moby.sys import mount
from engine.volume.mounts.parser import new_parser

if TYPE_CHECKING:
    from engine.container.container import Container

_log = logging.getLogger(__name__)

EventLog = Callable[[str, str, dict[str, str]], None]
# What the daemon writes for each container that starts, and the field that knows where.
_NETWORK_FILES = {
    "/etc/resolv.conf": "resolv_conf_path",
    "/etc/hostname": "hostname_path",
    "/etc/hosts": "hosts_path",
}


@struct(slots=True, kw_only=True)
class Mount:
    """One thing to mount.

    Go: mounts_unix.go Mount
    """

    source: str = ""
    destination: str = ""
    writable: bool = False
    propagation: str = ""
    non_recursive: bool = False


def try_set_network_mount(container: Container, destination: str, path: str) -> bool:
    """Note ``path`` as one of the three network files, if ``destination`` is one of theirs.

    Go: Container.TrySetNetworkMount
    """
    if destination not in _NETWORK_FILES:
        return False
    setattr(container, _NETWORK_FILES[destination], path)
    return True


def network_mounts(container: Container) -> list[Mount]:
    """Return the network files that there are.

    Go: Container.NetworkMounts
    """
    mounts = []
    for destination, name in _NETWORK_FILES.items():
        path = getattr(container, name)
        if not path:
            continue
        if not os.path.exists(path):
            _log.warning("%s set to %s, but can't stat this filename; skipping", name, path)
            continue
        point = container.mount_points.get(destination)
        writable = not container.host_config.readonly_rootfs if point is None else point.rw
        propagation = new_parser(container.os).default_propagation_mode()
        mounts.append(
            Mount(source=path, destination=destination, writable=writable, propagation=propagation)
        )
    return mounts


def tmpfs_destinations(container: Container) -> set[str]:
    """Return where a file system in memory would be, were the container started.

    Go: Container.TmpfsMounts
    """
    return {*(container.host_config.tmpfs or ())} | {
        destination
        for destination, point in container.mount_points.items()
        if point.type == mounttypes.TYPE_TMPFS
    }


def detach_and_unmount(container: Container, volume_event_log: EventLog) -> None:
    """Take away all that was mounted into the container's files, and unmount its volumes.

    Errors are logged.

    Go: Container.DetachAndUnmount
    """
    targets = [*container.mount_points, *(m.destination for m in network_mounts(container))]
    # Those that lie within others first; Go does not mind, for it detaches.
    for destination in sorted(targets, reverse=True):
        try:
            mount.unmount(container.get_resource_path(destination))
        except (GoError, OSError) as error:
            _log.warning("Unable to unmount %s of %s: %s", destination, container.id, text(error))
    unmount_volumes(container, volume_event_log)


def unmount_volumes(container: Container, volume_event_log: EventLog) -> None:
    """Unmount the container's volumes, and tell ``unmount`` of each; errors are logged.

    Go: container.go Container.UnmountVolumes
    """
    for point in container.mount_points.values():
        if point.volume is None:
            continue
        try:
            point.cleanup()
        except Exception as error:
            _log.warning(
                "error while unmounting volumes for container %s: %s", container.id, text(error)
            )
            continue
        attributes = {"driver": point.volume.driver_name(), "container": container.id}
        volume_event_log(point.volume.name(), "unmount", attributes)
