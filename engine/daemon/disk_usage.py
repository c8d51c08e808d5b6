"""What everything takes on disk.

Go: daemon/disk_usage.go
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.client import ContainerListOptions
from engine.api.types.disk_usage import DiskUsage
from engine.api.types.filters import Args
from engine.daemon.images import images
from engine.daemon.list_ import containers
from engine.golang.errors import GoError, text

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def system_disk_usage(daemon: Daemon) -> DiskUsage:
    """Return the sizes of images, containers and volumes.

    Raises:
        GoError: somebody else is asking, or something cannot be measured.

    Go: Daemon.SystemDiskUsage
    """
    if not daemon.disk_usage_running.acquire(blocking=False):
        raise GoError("a disk usage operation is already running")
    try:
        with _named("container"):
            all_containers = containers(daemon, ContainerListOptions(size=True, all=True))
        with _named("image"):
            all_images = images.images(daemon.image_service, Args(), False, True)
        return DiskUsage(
            containers=all_containers,
            images=all_images,
            volumes=list(daemon.volumes.local_volumes_size()),
            layers_size=images.layer_disk_usage(daemon.image_service),
        )
    finally:
        daemon.disk_usage_running.release()


@contextmanager
def _named(what: str) -> Iterator[None]:
    """Say which list it was that could not be had."""
    try:
        yield
    except (errdefs.Error, GoError, OSError) as error:
        raise GoError(f"failed to retrieve {what} list: {text(error)}") from error
