"""Manifests: what an image consists of, as a registry says it.

Go: vendor/github.com/docker/distribution/manifests.go
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from engine.golang.errors import GoError
from engine.vendor.opencontainers.image_spec.v1 import Platform

SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+json"
SIGNED_SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+prettyjws"
SCHEMA2 = "application/vnd.docker.distribution.manifest.v2+json"
MANIFEST_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"

# Without a media type Go takes a manifest for one of schema 1.
_SCHEMA1_TYPES = (SCHEMA1, SIGNED_SCHEMA1, "", "application/json")


def manifest_media_types() -> list[str]:
    """Return the types that we understand, for ``Accept`` headers.

    Go: ManifestMediaTypes
    """
    return [SCHEMA2, MANIFEST_LIST, OCI_MANIFEST, OCI_INDEX, SIGNED_SCHEMA1]


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A blob by digest: ``size`` in bytes, ``urls`` where it lives if not in the registry.

    Go: Descriptor
    """

    media_type: str
    digest: str
    size: int
    urls: tuple[str, ...] = ()
    platform: Platform | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest, or a list of manifests; ``payload`` is what the registry sent, to the byte.

    Go: Manifest
    """

    media_type: str
    payload: bytes
    tree: dict[str, Any] = field(repr=False)

    @property
    def digest(self) -> str:
        """The manifest's own name."""
        return "sha256:" + hashlib.sha256(self.payload).hexdigest()

    @property
    def is_list(self) -> bool:
        """Whether it names other manifests."""
        return self.media_type in (MANIFEST_LIST, OCI_INDEX)

    @property
    def is_schema1(self) -> bool:
        """Whether it is of the first kind, given up long ago."""
        return self.media_type in _SCHEMA1_TYPES

    @property
    def config(self) -> Descriptor:
        """The image's configuration."""
        return _descriptor(self.tree.get("config"))

    @property
    def layers(self) -> list[Descriptor]:
        """The image's layers, the lowest first."""
        return [_descriptor(entry) for entry in self.tree.get("layers") or []]

    @property
    def manifests(self) -> list[Descriptor]:
        """The manifests of a list."""
        return [_descriptor(entry) for entry in self.tree.get("manifests") or []]


def _descriptor(tree: Any) -> Descriptor:
    try:
        platform = tree.get("platform")
        return Descriptor(
            media_type=str(tree.get("mediaType") or ""),
            digest=str(tree.get("digest") or ""),
            size=int(tree.get("size") or 0),
            urls=tuple(str(url) for url in tree.get("urls") or ()),
            platform=None if platform is None else _platform(platform),
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise GoError(f"invalid descriptor in manifest: {error}") from error


def _platform(tree: dict[str, Any]) -> Platform:
    return Platform(
        architecture=str(tree.get("architecture") or ""),
        os=str(tree.get("os") or ""),
        os_version=str(tree.get("os.version") or ""),
        os_features=tree.get("os.features"),
        variant=str(tree.get("variant") or ""),
    )


def unmarshal_manifest(content_type: str, payload: bytes) -> Manifest:
    """Read a manifest that a registry sent with ``content_type``.

    Raises:
        GoError: it is not JSON, or says of itself that it is of another type.

    Go: UnmarshalManifest
    """
    media_type = content_type.partition(";")[0].strip().lower()
    try:
        tree = json.loads(payload)
    except ValueError as error:
        raise GoError(f"invalid manifest: {error}") from error
    if not isinstance(tree, dict):
        raise GoError("invalid manifest: not a JSON object")
    if media_type not in (*manifest_media_types(), *_SCHEMA1_TYPES):
        raise GoError(f"unsupported manifest media type and no default available: {media_type}")
    own = tree.get("mediaType") or ""
    if media_type in (SCHEMA2, MANIFEST_LIST) and own != media_type:
        raise GoError(f"mediaType in manifest should be '{media_type}' not '{own}'")
    if media_type in (OCI_MANIFEST, OCI_INDEX) and own not in ("", media_type):
        raise GoError(f"if present, mediaType in manifest should be '{media_type}' not '{own}'")
    return Manifest(media_type, payload, tree)
