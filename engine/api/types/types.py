"""Answers that many parts of the API share.

Go: api/types/types.go
"""

from __future__ import annotations

from engine.golang.structs import struct


@struct(kw_only=True)
class Ping:
    """What the daemon says about itself in the headers of ``/_ping``.

    Go: Ping
    """

    api_version: str = ""
    os_type: str = ""
    experimental: bool = False
    builder_version: str = ""
