"""What was cleared away.

Go: api/types/types.go
"""

from __future__ import annotations

from dataclasses import field

from engine.api.types.image_delete_response_item import ImageDeleteResponseItem
from engine.golang.struct_tags import Uint64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ContainersPruneReport:
    """Which containers went, and the bytes that they took.

    Go: ContainersPruneReport
    """

    containers_deleted: list[str] | None = field(default=None, metadata=tag("ContainersDeleted"))
    space_reclaimed: Uint64 = field(default=0, metadata=tag("SpaceReclaimed"))


@struct(slots=True, kw_only=True)
class VolumesPruneReport:
    """Which volumes went, and the bytes that they took.

    Go: VolumesPruneReport
    """

    volumes_deleted: list[str] | None = field(default=None, metadata=tag("VolumesDeleted"))
    space_reclaimed: Uint64 = field(default=0, metadata=tag("SpaceReclaimed"))


@struct(slots=True, kw_only=True)
class ImagesPruneReport:
    """Which names and layers went, and the bytes that they took.

    Go: ImagesPruneReport
    """

    images_deleted: list[ImageDeleteResponseItem] | None = field(
        default=None, metadata=tag("ImagesDeleted")
    )
    space_reclaimed: Uint64 = field(default=0, metadata=tag("SpaceReclaimed"))


@struct(slots=True, kw_only=True)
class BuildCachePruneReport:
    """Which leftovers of builds went, and the bytes that they took.

    Go: BuildCachePruneReport
    """

    caches_deleted: list[str] | None = field(default=None, metadata=tag("CachesDeleted"))
    space_reclaimed: Uint64 = field(default=0, metadata=tag("SpaceReclaimed"))


@struct(slots=True, kw_only=True)
class NetworksPruneReport:
    """Which networks went.

    Go: NetworksPruneReport
    """

    networks_deleted: list[str] | None = field(default=None, metadata=tag("NetworksDeleted"))
