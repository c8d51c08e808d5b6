"""The answer to a request for all volumes.

Go: api/types/volume/volume_list.go
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from engine.api.types.volume import Volume
from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class VolumeListOKBody:
    """The volumes, and what went wrong while looking for them.

    Go: VolumeListOKBody
    """

    volumes: Sequence[Volume] = field(default=(), metadata=tag("Volumes"))
    warnings: Sequence[str] | None = field(default=None, metadata=tag("Warnings"))
