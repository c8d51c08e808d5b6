"""One layer of images: shared by all that stand on it, gone with the last of them.

Go: layer/ro_layer.go
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from engine.golang.errors import GoError
from engine.layer.filestore_transaction import FileMetadataTransaction
from engine.layer.layer import ChainID, ClosableStream, DiffID
from engine.vendor.opencontainers import go_digest

if TYPE_CHECKING:
    from engine.layer.layer_store import LayerStore


class RoLayer:
    """A layer as the store knows it; the store's lock guards the counts.

    ``reference_count`` counts references, layers right above and writable layers.

    Go: roLayer
    """

    def __init__(
        self,
        layer_store: LayerStore,
        *,
        cache_id: str,
        parent: RoLayer | None = None,
        chain_id: ChainID = "",
        diff_id: DiffID = "",
        own_size: int = 0,
        reference_count: int = 0,
    ) -> None:
        self.layer_store = layer_store
        self.cache_id = cache_id
        self.parent = parent
        self.chain_id = chain_id
        self.diff_id = diff_id
        self.own_size = own_size
        self.reference_count = reference_count
        self.references: set[ReferencedCacheLayer] = set()

    def tar_stream(self) -> ClosableStream:
        """Return the archive that the layer was made of, to the byte.

        Reading it raises GoError where a file in the layer was changed since, and at the end if
        the digest differs.

        Go: roLayer.TarStream
        """
        return VerifiedReadCloser(self.layer_store.get_tar_stream(self), self.diff_id)

    def size(self) -> int:
        """Return the size in bytes with all layers below.

        Go: roLayer.Size
        """
        return self.own_size + (self.parent.size() if self.parent else 0)

    def diff_size(self) -> int:
        """Return the size in bytes of this layer alone.

        Go: roLayer.DiffSize
        """
        return self.own_size

    def metadata(self) -> dict[str, str] | None:
        """Return what the driver tells about the layer.

        Raises:
            GoPathError: it is gone from disk.

        Go: roLayer.Metadata
        """
        return self.layer_store.driver.get_metadata(self.cache_id)

    def get_reference(self) -> ReferencedCacheLayer:
        """Return a new reference, which its holder must release.

        Go: roLayer.getReference
        """
        reference = ReferencedCacheLayer(self)
        self.references.add(reference)
        return reference

    def has_reference(self, reference: object) -> bool:
        """Say whether ``reference`` is held.

        Go: roLayer.hasReference
        """
        return reference in self.references

    def has_references(self) -> bool:
        """Say whether anybody holds a reference.

        Go: roLayer.hasReferences
        """
        return bool(self.references)

    def delete_reference(self, reference: object) -> None:
        """Forget ``reference``.

        Go: roLayer.deleteReference
        """
        self.references.discard(reference)

    def depth(self) -> int:
        """Return how many layers the chain has.

        Go: roLayer.depth
        """
        return 1 + (self.parent.depth() if self.parent else 0)


class ReferencedCacheLayer(RoLayer):
    """A reference: the layer itself in all but identity.

    Go embeds a pointer to the layer; sharing its attributes does the same.

    Go: referencedCacheLayer
    """

    def __init__(self, layer: RoLayer) -> None:
        self.__dict__ = layer.__dict__


def store_layer(tx: FileMetadataTransaction, layer: RoLayer) -> None:
    """Write `diff`, `size`, `cache-id` and, but for the lowest layer, `parent`.

    Where it was pulled from is written by Go on Windows only.

    Raises:
        GoPathError: the host refused.

    Go: storeLayer
    """
    tx.set_diff_id(layer.diff_id)
    tx.set_size(layer.own_size)
    tx.set_cache_id(layer.cache_id)
    if layer.parent is not None:
        tx.set_parent(layer.parent.chain_id)


class VerifiedReadCloser:
    """A stream that fails at its end if its digest is not the expected one.

    Go: verifiedReadCloser
    """

    def __init__(self, stream: ClosableStream, digest: DiffID) -> None:
        self._stream = stream
        self._digest = digest
        self._hash = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, all that is left for -1.

        Raises:
            GoError: this is the end, and the digest is another.

        Go: verifiedReadCloser.Read
        """
        data = self._stream.read(size)
        self._hash.update(data)
        if size < 0 or (size and not data):
            self._verify()
        return data

    def _verify(self) -> None:
        found = go_digest.new_digest_from_encoded(go_digest.CANONICAL, self._hash.hexdigest())
        if found != self._digest:
            raise GoError(
                f"could not verify layer data for: {self._digest}. This may be because internal "
                "files in the layer store were modified. Re-pulling or rebuilding this image may "
                "resolve the issue"
            )

    def close(self) -> None:
        """Close the stream within.

        Go: verifiedReadCloser.Close
        """
        self._stream.close()
