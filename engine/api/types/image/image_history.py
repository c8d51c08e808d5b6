"""A step in the making of an image, as ``docker history`` shows it.

Go: api/types/image/image_history.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class HistoryResponseItem:
    """One step; ``created`` in seconds since 1970, ``size`` in bytes.

    Go: HistoryResponseItem
    """

    comment: str = field(default="", metadata=tag("Comment"))
    created: Int64 = field(default=0, metadata=tag("Created"))
    created_by: str = field(default="", metadata=tag("CreatedBy"))
    id: str = field(default="", metadata=tag("Id"))
    size: Int64 = field(default=0, metadata=tag("Size"))
    tags: list[str] | None = field(default=None, metadata=tag("Tags"))
