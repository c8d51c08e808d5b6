"""An image: what to run, and on which layers.

Go: image/image.go
"""

from __future__ import annotations

import json
from dataclasses import field

from engine.api.types.container.config import Config
from engine.golang import times
from engine.golang.errors import GoError
from engine.golang.struct_tags import Int64, marshal, tag, unmarshal
from engine.golang.structs import struct
from engine.image.rootfs import RootFS
from engine.vendor.containerd.platforms.database import goarch, goos

# The digest of the configuration: `sha256:…`.
ID = str


@struct(slots=True, kw_only=True)
class V1Image:
    """What an image was before Docker 1.10: one layer and the configuration to run it.

    Go: V1Image
    """

    legacy_id: str = field(default="", metadata=tag("id", omitempty=True))
    parent: str = field(default="", metadata=tag("parent", omitempty=True))
    comment: str = field(default="", metadata=tag("comment", omitempty=True))
    created: str = field(default=times.ZERO, metadata=tag("created"))
    container: str = field(default="", metadata=tag("container", omitempty=True))
    container_config: Config = field(default_factory=Config, metadata=tag("container_config"))
    docker_version: str = field(default="", metadata=tag("docker_version", omitempty=True))
    author: str = field(default="", metadata=tag("author", omitempty=True))
    config: Config | None = field(default=None, metadata=tag("config", omitempty=True))
    architecture: str = field(default="", metadata=tag("architecture", omitempty=True))
    variant: str = field(default="", metadata=tag("variant", omitempty=True))
    os: str = field(default="", metadata=tag("os", omitempty=True))
    size: Int64 = field(default=0, metadata=tag("Size", omitempty=True))


@struct(slots=True, kw_only=True)
class History:
    """A step in the making of an image.

    Go: History
    """

    created: str = field(default=times.ZERO, metadata=tag("created"))
    author: str = field(default="", metadata=tag("author", omitempty=True))
    created_by: str = field(default="", metadata=tag("created_by", omitempty=True))
    comment: str = field(default="", metadata=tag("comment", omitempty=True))
    empty_layer: bool = field(default=False, metadata=tag("empty_layer", omitempty=True))


@struct(slots=True, kw_only=True)
class Image(V1Image):
    """An image's configuration; ``parent`` is only known for images built on this host.

    Go: Image
    """

    root_fs: RootFS | None = field(default=None, metadata=tag("rootfs", omitempty=True))
    history: list[History] | None = field(default=None, metadata=tag("history", omitempty=True))
    os_version: str = field(default="", metadata=tag("os.version", omitempty=True))
    os_features: list[str] | None = field(default=None, metadata=tag("os.features", omitempty=True))
    # Not in the JSON: the text that was read, and its digest.
    source: bytes = b""
    computed_id: ID = ""

    def raw_json(self) -> bytes:
        """Return the configuration as it was read, to the byte.

        Go: Image.RawJSON
        """
        return self.source

    def id(self) -> ID:
        """Return the digest of the configuration.

        Go: Image.ID
        """
        return self.computed_id

    def image_id(self) -> str:
        """Return the digest as text.

        Go: Image.ImageID
        """
        return self.computed_id

    def run_config(self) -> Config | None:
        """Return what containers of this image start with.

        Go: Image.RunConfig
        """
        return self.config

    def base_img_arch(self) -> str:
        """Return the architecture, this host's if the image does not say.

        Go: Image.BaseImgArch
        """
        return self.architecture or goarch()

    def base_img_variant(self) -> str:
        """Return the CPU variant; empty if the image does not say.

        Go: Image.BaseImgVariant
        """
        return self.variant

    def operating_system(self) -> str:
        """Return the operating system, this host's if the image does not say.

        Go: Image.OperatingSystem
        """
        return self.os or goos()

    def layers(self) -> RootFS:
        """Return the root file system; an image from ``new_from_json`` has one.

        Go: Image.RootFS
        """
        return self.root_fs or RootFS()

    def marshal_json(self) -> bytes:
        """Return the configuration with its keys sorted, as an old registry would give it back.

        Go: Image.MarshalJSON
        """
        return sorted_keys(raw_members(marshal(self)))


def raw_members(text: str) -> dict[str, str]:
    """Return the members of a JSON object, each value as the text that it was.

    Go: map[string]*json.RawMessage
    """
    members = {}
    decoder = json.JSONDecoder()
    at = _skip(text, text.index("{") + 1)
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        start = _skip(text, _skip(text, at) + 1)
        _, end = decoder.raw_decode(text, start)
        members[key] = text[start:end]
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return members


def _skip(text: str, at: int) -> int:
    while text[at] in " \t\r\n":
        at += 1
    return at


def sorted_keys(members: dict[str, str]) -> bytes:
    """Return the JSON object with its own keys sorted; what is inside them stays as it is.

    Go: map[string]*json.RawMessage
    """
    pairs = sorted((key.encode(), key) for key in members)
    return ("{" + ",".join(f"{marshal(key)}:{members[key]}" for _, key in pairs) + "}").encode()


def new_from_json(src: bytes) -> Image:
    """Return the image that a configuration describes.

    Raises:
        JSONError: the text is no JSON object, or has fields of the wrong kind.
        GoError: it names no root file system.

    Go: NewFromJSON
    """
    img = unmarshal(Image, src)
    if img.root_fs is None:
        raise GoError("invalid image JSON, no RootFS key")
    img.source = src
    return img
