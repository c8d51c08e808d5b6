"""What went when an image was removed.

Go: api/types/image_delete_response_item.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ImageDeleteResponseItem:
    """A name, or an image or layer.

    Go: ImageDeleteResponseItem
    """

    deleted: str = field(default="", metadata=tag("Deleted", omitempty=True))
    untagged: str = field(default="", metadata=tag("Untagged", omitempty=True))
