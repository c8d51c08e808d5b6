"""An address of a container.

Go: api/types/network/network.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Address:
    """An IP address with the length of its prefix.

    Go: Address
    """

    addr: str = field(default="", metadata=tag("Addr"))
    prefix_len: int = field(default=0, metadata=tag("PrefixLen"))
