"""Which compressed blob gave which layer, so that it is not downloaded twice.

Go: distribution/metadata/v2_metadata_service.go
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from engine.golang.struct_tags import JSONError, marshal, tag, unmarshal

MAX_METADATA = 50
_BY_DIFF_ID = "v2metadata-by-diffid"
_BY_DIGEST = "diffid-by-digest"


class Store(Protocol):
    """Keeps the facts.

    Go: Store
    """

    def get(self, namespace: str, key: str) -> bytes:
        """Return a value; OSError if there is none."""
        ...

    def set(self, namespace: str, key: str, value: bytes) -> None:
        """Keep a value."""
        ...


@dataclass(slots=True, kw_only=True)
class V2Metadata:
    """A blob that gave a layer, and the repository it came from.

    Go: V2Metadata
    """

    digest: str = field(default="", metadata=tag("Digest"))
    source_repository: str = field(default="", metadata=tag("SourceRepository"))
    hmac: str = field(default="", metadata=tag("HMAC"))


@dataclass(slots=True, kw_only=True)
class _Known:
    entries: list[V2Metadata] | None = field(default=None, metadata=tag("entries"))


class V2MetadataService:
    """Remembers both ways: from a layer to its blobs, from a blob to its layer.

    Go: v2MetadataService
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def get_metadata(self, diff_id: str) -> list[V2Metadata]:
        """Return the blobs that gave the layer, the newest last; none if it is unknown.

        Go: v2MetadataService.GetMetadata
        """
        try:
            text = self._store.get(_BY_DIFF_ID, _key(diff_id)).decode()
            return unmarshal(_Known, f'{{"entries":{text}}}').entries or []
        except (OSError, JSONError):
            return []

    def get_diff_id(self, digest: str) -> str | None:
        """Return the layer that the blob gave, or None.

        Go: v2MetadataService.GetDiffID
        """
        try:
            return self._store.get(_BY_DIGEST, _key(digest)).decode()
        except OSError:
            return None

    def add(self, diff_id: str, metadata: V2Metadata) -> None:
        """Remember that a blob gave a layer; the oldest facts go when there are too many.

        Go: v2MetadataService.Add
        """
        known = [old for old in self.get_metadata(diff_id) if old != metadata]
        newest = [*known, metadata][-MAX_METADATA:]
        self._store.set(_BY_DIFF_ID, _key(diff_id), marshal(newest).encode())
        self._store.set(_BY_DIGEST, _key(metadata.digest), diff_id.encode())


def _key(digest: str) -> str:
    return digest.replace(":", "/", 1)
