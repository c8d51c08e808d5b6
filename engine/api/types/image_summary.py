"""A line about an image, as ``docker images`` shows it.

Go: api/types/image_summary.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ImageSummary:
    """One image; counts and sizes that nobody asked for are -1.

    Go: ImageSummary
    """

    containers: Int64 = field(default=-1, metadata=tag("Containers"))
    created: Int64 = field(default=0, metadata=tag("Created"))
    id: str = field(default="", metadata=tag("Id"))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels"))
    parent_id: str = field(default="", metadata=tag("ParentId"))
    repo_digests: list[str] | None = field(default=None, metadata=tag("RepoDigests"))
    repo_tags: list[str] | None = field(default=None, metadata=tag("RepoTags"))
    shared_size: Int64 = field(default=-1, metadata=tag("SharedSize"))
    size: Int64 = field(default=0, metadata=tag("Size"))
    virtual_size: Int64 = field(default=0, metadata=tag("VirtualSize"))
