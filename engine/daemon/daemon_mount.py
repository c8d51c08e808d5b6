"""Mounts a container's file system, and takes it away again.

Go: daemon/daemon.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.golang.errors import GoError

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)


def mount(daemon: Daemon, container: Container) -> None:
    """Mount the container's layers on top of each other, and note where.

    Each call needs one ``unmount``.

    Raises:
        GoError: there is no layer, or the driver named another place than before.
        OSError: the kernel refused.

    Go: Daemon.Mount
    """
    if container.rw_layer is None:
        raise GoError(f"RWLayer of container {container.id} is unexpectedly nil")
    directory = container.rw_layer.mount(container.get_mount_label())
    _log.debug("container mounted via layerStore: %s", directory)
    if container.base_fs is not None and container.base_fs != directory:
        unmount(daemon, container)
        driver = daemon.image_service.graph_driver_for_os(container.os)
        raise GoError(
            f"Error: driver {driver} is returning inconsistent paths for container "
            f"{container.id} ('{container.base_fs}' then '{directory}')"
        )
    container.base_fs = directory


def unmount(daemon: Daemon, container: Container) -> None:
    """Take back one ``mount``.

    Raises:
        GoError: there is no layer.
        OSError: the kernel refused.

    Go: Daemon.Unmount
    """
    if container.rw_layer is None:
        raise GoError(f"RWLayer of container {container.id} is unexpectedly nil")
    try:
        container.rw_layer.unmount()
    except (GoError, OSError) as error:
        _log.error("error unmounting container %s: %s", container.id, error)
        raise
