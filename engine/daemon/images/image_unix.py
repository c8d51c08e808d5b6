"""How much a container takes on disk.

Go: daemon/images/image_unix.go
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.golang.errors import GoError, text

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService

_log = logging.getLogger(__name__)


def get_container_layer_size(service: ImageService, container_id: str) -> tuple[int, int]:
    """Return the bytes of the container's own layer, and of all its layers; -1 if unknown.

    Go: ImageService.GetContainerLayerSize
    """
    store = service.layer_stores["linux"]
    try:
        rw_layer = store.get_rw_layer(container_id)
    except GoError as error:
        _log.error("Failed to compute size of container rootfs %s: %s", container_id, error)
        return 0, 0
    try:
        size_rw = _size(rw_layer.size, container_id)
        if rw_layer.parent is None:
            return size_rw, 0
        size_rootfs = _size(rw_layer.parent.size, container_id)
        return size_rw, size_rootfs + size_rw if -1 not in (size_rw, size_rootfs) else size_rootfs
    finally:
        store.release_rw_layer(rw_layer)


def _size(ask: Callable[[], int], container_id: str) -> int:
    try:
        return ask()
    except (GoError, OSError) as error:
        _log.error(
            "Driver couldn't return diff size of container %s: %s", container_id, text(error)
        )
        return -1
