"""What a container changed in its files.

Go: pkg/archive/changes.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import Uint64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Change:
    """A path, and what happened to it: 0 modified, 1 added, 2 deleted.

    Go: Change
    """

    path: str = field(default="", metadata=tag("Path"))
    kind: Uint64 = field(default=0, metadata=tag("Kind"))
