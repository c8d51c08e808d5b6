"""Types of the OCI image specification that the create chain meets.

Go: vendor/github.com/opencontainers/image-spec/specs-go/v1/descriptor.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Platform:
    """What an image runs on: ``linux``, ``arm64``, ``v8``.

    Go: Platform
    """

    architecture: str = field(default="", metadata=tag("architecture"))
    os: str = field(default="", metadata=tag("os"))
    os_version: str = field(default="", metadata=tag("os.version", omitempty=True))
    os_features: list[str] | None = field(default=None, metadata=tag("os.features", omitempty=True))
    variant: str = field(default="", metadata=tag("variant", omitempty=True))
