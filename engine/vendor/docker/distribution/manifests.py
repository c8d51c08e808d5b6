"""Manifests: what an image consists of, as a registry says it.

Go: vendor/github.com/docker/distribution/manifests.go
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.golang.mime import parse_media_type
from engine.golang.struct_tags import Int64, tag
from engine.vendor.opencontainers import go_digest
from engine.vendor.opencontainers.image_spec.v1 import Platform

SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+json"
SIGNED_SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+prettyjws"
SCHEMA2 = "application/vnd.docker.distribution.manifest.v2+json"
MANIFEST_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"

# Layers that live elsewhere than in the registry: Windows' own, by their licence.
FOREIGN_LAYERS = (
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    "application/vnd.docker.image.rootfs.foreign.diff.tar",
    "application/vnd.oci.image.layer.nondistributable.v1.tar",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
    "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd",
)

# Without a media type Go takes a manifest for one of schema 1.
_SCHEMA1_TYPES = (SCHEMA1, SIGNED_SCHEMA1, "", "application/json")


def manifest_media_types() -> list[str]:
    """Return the types that we understand, for ``Accept`` headers.

    Go: ManifestMediaTypes
    """
    return [SCHEMA2, MANIFEST_LIST, OCI_MANIFEST, OCI_INDEX, SIGNED_SCHEMA1]


@dataclass(slots=True)
class Descriptor:
    """A blob by digest: ``size`` in bytes, ``urls`` where it lives if not in the registry.

    Go: vendor/github.com/docker/distribution/blobs.go Descriptor
    """

    media_type: str = field(default="", metadata=tag("mediaType", omitempty=True))
    digest: str = field(default="", metadata=tag("digest", omitempty=True))
    size: Int64 = field(default=0, metadata=tag("size", omitempty=True))
    urls: list[str] | None = field(default=None, metadata=tag("urls", omitempty=True))
    platform: Platform | None = field(default=None, metadata=tag("platform", omitempty=True))


@dataclass(slots=True, kw_only=True)
class Manifest:
    """A manifest, or a list of manifests; ``payload`` is what the registry sent, to the byte.

    Go: Manifest
    """

    media_type: str
    payload: bytes = field(repr=False)
    config: Descriptor = field(default_factory=Descriptor)
    layers: list[Descriptor] = field(default_factory=list)
    manifests: list[Descriptor] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The manifest's own name."""
        return go_digest.from_bytes(self.payload)

    @property
    def is_list(self) -> bool:
        """Whether it names other manifests."""
        return self.media_type in (MANIFEST_LIST, OCI_INDEX)

    @property
    def is_schema1(self) -> bool:
        """Whether it is of the first kind, given up long ago."""
        return self.media_type in _SCHEMA1_TYPES


@dataclass(slots=True, kw_only=True)
class _ImageManifest:
    """Go: manifest/schema2/manifest.go Manifest, manifest/ocischema/manifest.go Manifest"""

    GO_NAME: ClassVar[str] = "schema2.Manifest"

    media_type: str = field(default="", metadata=tag("mediaType", omitempty=True))
    config: Descriptor = field(default_factory=Descriptor, metadata=tag("config"))
    layers: list[Descriptor] | None = field(default=None, metadata=tag("layers"))
    # What only a list has.
    manifests: Any = field(default=None, metadata=tag("manifests", omitempty=True))


@dataclass(slots=True, kw_only=True)
class _ManifestList:
    """Go: manifest/manifestlist/manifestlist.go ManifestList"""

    GO_NAME: ClassVar[str] = "manifestlist.ManifestList"

    media_type: str = field(default="", metadata=tag("mediaType", omitempty=True))
    manifests: list[Descriptor] | None = field(default=None, metadata=tag("manifests"))
    # What only an image has.
    config: Any = field(default=None, metadata=tag("config", omitempty=True))
    layers: Any = field(default=None, metadata=tag("layers", omitempty=True))


def unmarshal_manifest(content_type: str, payload: bytes) -> Manifest:
    """Read a manifest that a registry sent with ``content_type``.

    Differs from Go, which takes every type that it does not know for schema 1.

    Raises:
        GoError: it is not JSON, or says of itself that it is of another type.

    Go: UnmarshalManifest
    """
    media_type = parse_media_type(content_type) if content_type else ""
    try:
        if media_type in (SCHEMA2, OCI_MANIFEST):
            return _unmarshal_image(media_type, payload)
        if media_type in (MANIFEST_LIST, OCI_INDEX):
            return _unmarshal_list(media_type, payload)
    except struct_tags.JSONError as error:
        raise GoError(str(error)) from error
    if media_type not in _SCHEMA1_TYPES:
        raise GoError(f"unsupported manifest media type and no default available: {media_type}")
    return Manifest(media_type=media_type, payload=payload)


def _unmarshal_image(media_type: str, payload: bytes) -> Manifest:
    """Go: manifest/schema2/manifest.go init, manifest/ocischema/manifest.go init"""
    read = struct_tags.unmarshal(_ImageManifest, payload)
    own = read.media_type
    if media_type == SCHEMA2 and own != media_type:
        raise GoError(f"mediaType in manifest should be '{media_type}' not '{own}'")
    if media_type == OCI_MANIFEST:
        if read.manifests is not None:
            raise GoError("ocimanifest: expected manifest but found index")
        if own not in ("", media_type):
            raise GoError(f"if present, mediaType in manifest should be '{media_type}' not '{own}'")
    return Manifest(
        media_type=media_type, payload=payload, config=read.config, layers=read.layers or []
    )


def _unmarshal_list(media_type: str, payload: bytes) -> Manifest:
    """Go: manifest/manifestlist/manifestlist.go init"""
    read = struct_tags.unmarshal(_ManifestList, payload)
    own = read.media_type
    if media_type == MANIFEST_LIST and own != media_type:
        raise GoError(f"mediaType in manifest list should be '{media_type}' not '{own}'")
    if media_type == OCI_INDEX:
        if read.config is not None or read.layers is not None:
            raise GoError("index: expected index but found manifest")
        if own not in ("", media_type):
            raise GoError(
                f"if present, mediaType in image index should be '{media_type}' not '{own}'"
            )
    return Manifest(media_type=media_type, payload=payload, manifests=read.manifests or [])
