"""The body of a request for a new volume.

Go: api/types/volume/volume_create.go
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class VolumeCreateBody:
    """What the volume is to be called, and what its driver is told.

    Go: VolumeCreateBody
    """

    GO_NAME: ClassVar[str] = "volume.VolumeCreateBody"

    driver: str = field(default="", metadata=tag("Driver"))
    driver_opts: dict[str, str] | None = field(default=None, metadata=tag("DriverOpts"))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels"))
    name: str = field(default="", metadata=tag("Name"))
