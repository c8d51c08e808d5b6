"""What is mounted into a container's files while something is copied.

Go: daemon/volumes_unix.go
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from engine.api.types.mount import mount as mounttypes
from engine.container import mounts_unix
from engine.container.mounts_unix import Mount
from engine.golang.errors import os_error
from engine.pkg.fileutils import create_if_not_exists
from engine.vendor.moby.sys import mount

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon
    from engine.volume.mounts import MountPoint


def setup_mounts(daemon: Daemon, container: Container) -> list[Mount]:
    """Make all that goes into the container available, and return it, parents first.

    Tells ``mount`` of each volume.

    Raises:
        GoError: a volume cannot be mounted.
        OSError: the source of a bind cannot be made.

    Go: Daemon.setupMounts
    """
    from engine.daemon.volumes import lazy_initialize_volume

    mounts: list[Mount] = []
    in_memory = mounts_unix.tmpfs_destinations(container)
    for point in container.mount_points.values():
        if point.destination in in_memory:
            continue
        lazy_initialize_volume(daemon, container.id, point)
        path = point.setup(container.mount_label, daemon.id_mapping.root_pair())
        if not mounts_unix.try_set_network_mount(container, point.destination, path):
            mounts.append(_mount_of(point, path))
            _tell(daemon, container, point)
    mounts.sort(key=lambda m: m.destination.rstrip("/").count("/"))
    return mounts + _network_mounts(daemon, container)


def _mount_of(point: MountPoint, path: str) -> Mount:
    options = point.spec.bind_options if point.spec.type == mounttypes.TYPE_BIND else None
    return Mount(
        source=path,
        destination=point.destination,
        writable=point.rw,
        propagation=point.propagation,
        non_recursive=options is not None and options.non_recursive,
    )


def _tell(daemon: Daemon, container: Container, point: MountPoint) -> None:
    if point.volume is None:
        return
    attributes = {
        "driver": point.volume.driver_name(),
        "container": container.id,
        "destination": point.destination,
        "read/write": "true" if point.rw else "false",
        "propagation": point.propagation,
    }
    daemon.log_volume_event(point.volume.name(), "mount", attributes)


def _network_mounts(daemon: Daemon, container: Container) -> list[Mount]:
    """Return the network files; those that the daemon wrote belong to the container's root."""
    found = mounts_unix.network_mounts(container)
    owner = daemon.id_mapping.root_pair()
    for one in found:
        if one.source.startswith(daemon.repository):
            with os_error("chown", one.source):
                os.chown(one.source, owner.uid, owner.gid)
    return found


def mount_volumes(daemon: Daemon, container: Container) -> None:
    """Mount all that goes into the container, into its files, which are mounted.

    Missing targets are made, and stay. Nothing that is mounted or unmounted here is seen
    elsewhere.

    Raises:
        GoError: the kernel refused a mount.
        OSError: a source is gone.

    Go: Daemon.mountVolumes
    """
    for m in setup_mounts(daemon, container):
        target = container.get_resource_path(m.destination)
        with os_error("stat", m.source):
            is_dir = stat.S_ISDIR(os.stat(m.source).st_mode)
        create_if_not_exists(target, is_dir)
        how = "bind" if m.non_recursive else "rbind"
        mode = "rw" if m.writable else "ro"
        mount.mount(m.source, target, "", f"{how},{mode},rprivate")
