"""What a file in a container is, as ``docker cp`` asks.

Go: api/types/types.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import FileMode, Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ContainerPathStat:
    """A file's last name, size, mode (in Go's numbers), time, and where its link leads.

    Go: ContainerPathStat
    """

    name: str = field(default="", metadata=tag("name"))
    size: Int64 = field(default=0, metadata=tag("size"))
    mode: FileMode = field(default=0, metadata=tag("mode"))
    mtime: str = field(default="", metadata=tag("mtime"))
    link_target: str = field(default="", metadata=tag("linkTarget"))
