"""A network.

Go: vendor/github.com/docker/libnetwork/network.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Network:
    """A network that somebody made, as ``local-kv.db`` keeps it.

    Go: network
    """

    id: str = field(default="", metadata=tag("id"))
    name: str = field(default="", metadata=tag("name"))
    network_type: str = field(default="", metadata=tag("networkType"))
