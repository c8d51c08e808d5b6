"""All about one image, as ``docker image inspect`` shows it.

Go: api/types/types.go ImageInspect
"""

from __future__ import annotations

from dataclasses import field

from engine.api.types.container.config import Config
from engine.golang import times
from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class GraphDriverData:
    """Where a layer is.

    Go: graph_driver_data.go GraphDriverData
    """

    data: dict[str, str] | None = field(default=None, metadata=tag("Data"))
    name: str = field(default="", metadata=tag("Name"))


@struct(slots=True, kw_only=True)
class RootFS:
    """The layers' DiffIDs, lowest first.

    Go: RootFS
    """

    type: str = field(default="", metadata=tag("Type"))
    layers: list[str] | None = field(default=None, metadata=tag("Layers", omitempty=True))


@struct(slots=True, kw_only=True)
class ImageMetadata:
    """What this host notes about an image.

    Go: ImageMetadata
    """

    last_tag_time: str = field(default=times.ZERO, metadata=tag("LastTagTime"))


@struct(slots=True, kw_only=True)
class ImageInspect:
    """All about one image.

    Go: ImageInspect
    """

    id: str = field(default="", metadata=tag("Id"))
    repo_tags: list[str] = field(default_factory=list, metadata=tag("RepoTags"))
    repo_digests: list[str] = field(default_factory=list, metadata=tag("RepoDigests"))
    parent: str = field(default="", metadata=tag("Parent"))
    comment: str = field(default="", metadata=tag("Comment"))
    created: str = field(default="", metadata=tag("Created"))
    container: str = field(default="", metadata=tag("Container"))
    container_config: Config | None = field(default=None, metadata=tag("ContainerConfig"))
    docker_version: str = field(default="", metadata=tag("DockerVersion"))
    author: str = field(default="", metadata=tag("Author"))
    config: Config | None = field(default=None, metadata=tag("Config"))
    architecture: str = field(default="", metadata=tag("Architecture"))
    variant: str = field(default="", metadata=tag("Variant", omitempty=True))
    os: str = field(default="", metadata=tag("Os"))
    os_version: str = field(default="", metadata=tag("OsVersion", omitempty=True))
    size: Int64 = field(default=0, metadata=tag("Size"))
    virtual_size: Int64 = field(default=0, metadata=tag("VirtualSize"))
    graph_driver: GraphDriverData = field(
        default_factory=GraphDriverData, metadata=tag("GraphDriver")
    )
    root_fs: RootFS = field(default_factory=RootFS, metadata=tag("RootFS"))
    metadata: ImageMetadata = field(default_factory=ImageMetadata, metadata=tag("Metadata"))
