"""What clients of old want a copy of.

Go: api/types/configs.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class CopyConfig:
    """A path in a container.

    Go: types.go CopyConfig
    """

    resource: str = field(default="", metadata=tag("Resource"))
