"""Archives that hold an OCI image layout: blobs named by their digests, and an index.

No twin in Go: dockerd reads these since version 25. What is read here is turned into the list
that `manifest.json` of Docker's own archives holds, and goes the same way from there.

Go: image/tarexport/load.go
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field

from engine.golang.errors import GoError, os_error
from engine.golang.struct_tags import Int64, decode, tag
from engine.image.tarexport.loading import (
    read_file,
    safe_path,
)
from engine.image.tarexport.tarexport import ManifestItem
from engine.vendor.containerd.platforms import default_spec, only
from engine.vendor.docker.distribution import reference
from engine.vendor.opencontainers import go_digest
from engine.vendor.opencontainers.image_spec.v1 import Platform

LAYOUT_FILE = "oci-layout"
INDEX_FILE = "index.json"
_INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
_NAMES = ("io.containerd.image.name", "org.opencontainers.image.ref.name")
# An index may name an index; one that goes deeper is no image.
_MAX_DEPTH = 4


@dataclass(slots=True, kw_only=True)
class _Descriptor:
    media_type: str = field(default="", metadata=tag("mediaType"))
    digest: str = field(default="", metadata=tag("digest"))
    size: Int64 = field(default=0, metadata=tag("size"))
    annotations: dict[str, str] | None = field(default=None, metadata=tag("annotations"))
    platform: Platform | None = field(default=None, metadata=tag("platform"))


@dataclass(slots=True, kw_only=True)
class _Index:
    manifests: list[_Descriptor] | None = field(default=None, metadata=tag("manifests"))


@dataclass(slots=True, kw_only=True)
class _Manifest:
    config: _Descriptor = field(default_factory=_Descriptor, metadata=tag("config"))
    layers: list[_Descriptor] | None = field(default=None, metadata=tag("layers"))


def is_layout(directory: str) -> bool:
    """Tell whether the unpacked archive is an OCI image layout."""
    return all(os.path.lexists(os.path.join(directory, name)) for name in (LAYOUT_FILE, INDEX_FILE))


def read_layout(directory: str) -> list[ManifestItem]:
    """Return the images of a layout; of one for several platforms, this host's.

    Every blob that is used is compared with its digest.

    Raises:
        GoError: a blob is not what it should be, or no image fits this host.
        JSONError: a part cannot be read.
        OSError: a part is missing.
    """
    index = decode(_Index, read_file(safe_path(directory, INDEX_FILE)))
    items = []
    for descriptor in index.manifests or ():
        manifest = _manifest(directory, descriptor, _MAX_DEPTH)
        blobs = [manifest.config, *(manifest.layers or ())]
        paths = [_verified(directory, blob) for blob in blobs]
        tags = _tags(descriptor)
        items.append(ManifestItem(config=paths[0], repo_tags=tags, layers=paths[1:]))
    if not items:
        raise GoError("invalid OCI image layout: no manifests in index.json")
    return items


def _manifest(directory: str, descriptor: _Descriptor, depth: int) -> _Manifest:
    """Return the manifest that a descriptor leads to."""
    data = read_file(safe_path(directory, _verified(directory, descriptor)))
    if descriptor.media_type not in _INDEXES:
        return decode(_Manifest, data)
    wanted = only(default_spec())
    for inner in decode(_Index, data).manifests or ():
        if depth and (inner.platform is None or wanted.match(inner.platform)):
            return _manifest(directory, inner, depth - 1)
    raise GoError("no matching manifest for this host in the OCI image layout")


def _verified(directory: str, descriptor: _Descriptor) -> str:
    """Return the name of a blob after comparing what is in it with its digest."""
    go_digest.validate(descriptor.digest)
    algorithm, encoded = descriptor.digest.split(":")
    name = f"blobs/{algorithm}/{encoded}"
    path = safe_path(directory, name)
    with os_error("open", path), open(path, "rb") as blob:
        found = hashlib.file_digest(blob, algorithm).hexdigest()
    if found != encoded:
        raise GoError(f"failed to verify: {descriptor.digest}")
    return name


def _tags(descriptor: _Descriptor) -> list[str]:
    """Return the name of an image; a bare tag, as some tools write it, names no image."""
    annotations = descriptor.annotations or {}
    for key in _NAMES:
        name = annotations.get(key, "")
        if ":" not in name and "/" not in name:
            continue
        try:
            ref = reference.tag_name_only(reference.parse_normalized_named(name))
        except GoError:
            continue
        return [reference.familiar_string(ref)]
    return []
