"""A repository and the registry that it is in.

Go: registry/types.go
"""

from __future__ import annotations

from engine.api.types.registry import IndexInfo
from engine.golang.structs import struct
from engine.vendor.docker.distribution import reference


@struct(slots=True, kw_only=True)
class RepositoryInfo:
    """A repository, its registry, and whether Docker itself answers for it.

    Go: RepositoryInfo
    """

    name: reference.Named
    index: IndexInfo
    official: bool = False
    # "plugin" or "image"; nobody sets it on the way of a create.
    class_: str = ""
