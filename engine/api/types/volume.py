"""A volume as the API shows it.

Go: api/types/volume.go
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class VolumeUsageData:
    """How many containers use a volume, and how many bytes it holds; -1 is unknown.

    Go: VolumeUsageData
    """

    ref_count: Int64 = field(default=-1, metadata=tag("RefCount"))
    size: Int64 = field(default=-1, metadata=tag("Size"))


@struct(slots=True, kw_only=True)
class Volume:
    """One volume.

    Go: Volume
    """

    created_at: str = field(default="", metadata=tag("CreatedAt", omitempty=True))
    driver: str = field(default="", metadata=tag("Driver"))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels"))
    mountpoint: str = field(default="", metadata=tag("Mountpoint"))
    name: str = field(default="", metadata=tag("Name"))
    options: dict[str, str] | None = field(default=None, metadata=tag("Options"))
    scope: str = field(default="", metadata=tag("Scope"))
    status: Mapping[str, object] | None = field(
        default=None, metadata=tag("Status", omitempty=True)
    )
    usage_data: VolumeUsageData | None = field(
        default=None, metadata=tag("UsageData", omitempty=True)
    )
