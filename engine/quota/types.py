"""Limits on how much a directory may hold.

dockerd sets them on XFS mounted with ``pquota``. Here no file system counts as able to.

Go: quota/types.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import Uint64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Quota:
    """At most so many bytes; 0 is no limit.

    Go: Quota
    """

    size: Uint64 = field(default=0, metadata=tag("Size"))
