"""The answer to a create.

Go: api/types/container/container_create.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ContainerCreateCreatedBody:
    """The new container, and what the user should know.

    Go: ContainerCreateCreatedBody
    """

    id: str = field(default="", metadata=tag("Id"))
    warnings: list[str] = field(default_factory=list, metadata=tag("Warnings"))
