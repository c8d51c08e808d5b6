"""What everything takes on disk.

Go: api/types/types.go
"""

from __future__ import annotations

from dataclasses import field

from engine.api.types.container_summary import Container
from engine.api.types.image_summary import ImageSummary
from engine.api.types.volume import Volume
from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class DiskUsage:
    """Bytes of all layers, and of each image, container and volume; there is no builder here.

    Go: DiskUsage
    """

    layers_size: Int64 = field(default=0, metadata=tag("LayersSize"))
    images: list[ImageSummary] | None = field(default=None, metadata=tag("Images"))
    containers: list[Container] | None = field(default=None, metadata=tag("Containers"))
    volumes: list[Volume] | None = field(default=None, metadata=tag("Volumes"))
    build_cache: list[object] | None = field(default=None, metadata=tag("BuildCache"))
    builder_size: Int64 = field(default=0, metadata=tag("BuilderSize"))
