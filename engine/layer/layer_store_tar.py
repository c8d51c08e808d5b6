"""How an archive becomes a layer, and a layer the same archive again.

Go: layer/layer_store.go
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING

from engine.golang.defer import Undo
from engine.golang.filesystem import remove_all
from engine.golang.io import ChunkReader, Readable
from engine.layer.filestore_transaction import FileMetadataTransaction
from engine.layer.layer import (
    ChainID,
    ErrLayerDoesNotExist,
    ErrMaxDepthExceeded,
    create_chain_id_from_parent,
)
from engine.layer.ro_layer import ReferencedCacheLayer, RoLayer, store_layer
from engine.pkg import stringid
from engine.pkg.archive.read_ahead import ReadAhead
from engine.vendor.opencontainers import go_digest

if TYPE_CHECKING:
    from engine.layer.layer_store import LayerStore

_log = logging.getLogger(__name__)
_CHUNK = 1 << 18

# Drivers stack 127 at most: an image's layers, and two for a container.
MAX_LAYER_DEPTH = 125


class _LayerAlreadyExists(Exception):
    """Undoes a registration that turned out to be superfluous."""

    def __init__(self, reference: ReferencedCacheLayer) -> None:
        super().__init__("layer already exists")
        self.reference = reference


def register_with_descriptor(
    store: LayerStore, stream: Readable, parent: ChainID
) -> ReferencedCacheLayer:
    """Unpack an archive as a layer on ``parent``, under a random name, and write down its facts.

    Only the digest, known at the end, tells whether the layer is there already. Then the new
    one is thrown away and the old one taken. The descriptor, that is where the layer was pulled
    from, Go stores on Windows only.

    Raises:
        ErrLayerDoesNotExist: there is no such parent.
        ErrMaxDepthExceeded: the chain has 125 layers already.
        GoError: the archive is damaged.
        OSError: the host refused; nothing is left.

    Go: layerStore.registerWithDescriptor
    """
    try:
        with Undo() as undo:
            return _register(store, stream, parent, undo)
    except _LayerAlreadyExists as existing:
        return existing.reference


def _register(
    store: LayerStore, stream: Readable, parent: ChainID, undo: Undo
) -> ReferencedCacheLayer:
    below = _take_parent(store, parent, undo)
    below_id = below.cache_id if below else ""
    layer = RoLayer(store, parent=below, cache_id=stringid.generate_random_id(), reference_count=1)
    store.driver.create(layer.cache_id, below_id)
    undo.defer(store.driver.remove, layer.cache_id)
    tx = store.store.start_transaction()
    undo.defer(tx.cancel)
    store.apply_tar(tx, stream, below_id, layer)
    layer.chain_id = create_chain_id_from_parent(parent, layer.diff_id)
    store_layer(tx, layer)
    with store.layer_lock:
        existing = store.get_without_lock(layer.chain_id)
        if existing is not None:
            raise _LayerAlreadyExists(existing.get_reference())
        tx.commit(layer.chain_id)
        store.layer_map[layer.chain_id] = layer
        undo.defer(_forget_layer, store, layer)
        return layer.get_reference()


def _forget_layer(store: LayerStore, layer: RoLayer) -> None:
    """Take a commit back."""
    with store.layer_lock:
        del store.layer_map[layer.chain_id]
        remove_all(store.store.get_layer_directory(layer.chain_id))


def _take_parent(store: LayerStore, parent: ChainID, undo: Undo) -> RoLayer | None:
    """Count one more user of the layer below; it must leave room for one more above."""
    if not parent:
        return None
    below = store._get(parent)
    if below is None:
        raise ErrLayerDoesNotExist
    undo.defer(store._release_parent, below)
    if below.depth() >= MAX_LAYER_DEPTH:
        raise ErrMaxDepthExceeded
    return below


def apply_tar(
    store: LayerStore, tx: FileMetadataTransaction, stream: Readable, parent: str, layer: RoLayer
) -> None:
    """Unpack the archive; learn its size and digest, and write down its skeleton.

    With the skeleton the archive can be given out again to the byte. What follows the archive in
    the stream belongs to the digest, so it is read, too; Go ignores an error there, and finds
    out by the digest.

    Raises:
        GoError: the archive is damaged.
        OSError: the host refused.

    Go: layerStore.applyTar
    """
    from engine.vendor.vbatts.tar_split.tar import asm, storage

    digester = _Digester(stream)
    with tx.tar_split_writer() as writer, closing(ReadAhead(digester)) as ahead:
        reader = asm.new_input_tar_stream(ahead, storage.new_json_packer(writer))
        layer.own_size = store.driver.apply_diff(layer.cache_id, parent, reader)
        while reader.read(_CHUNK):
            continue
    layer.diff_id = digester.digest()
    _log.debug("Applied tar %s to %s, size: %d", layer.diff_id, layer.cache_id, layer.own_size)


class _Digester:
    """A stream that knows the digest of what was read of it."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        data = self._stream.read(size)
        self._hash.update(data)
        return data

    def digest(self) -> str:
        return go_digest.new_digest_from_encoded(go_digest.CANONICAL, self._hash.hexdigest())


def get_tar_stream(store: LayerStore, layer: RoLayer) -> ChunkReader:
    """Return the archive that a layer was made of; nothing is opened before it is read.

    Go: layerStore.getTarStream
    """
    return ChunkReader(_assemble_tar(store, layer))


def _assemble_tar(store: LayerStore, layer: RoLayer) -> Generator[bytes]:
    """Put the archive together from its skeleton and the layer's files.

    Go: layerStore.assembleTarTo
    """
    from engine.vendor.vbatts.tar_split.tar import asm, storage

    with closing(store.store.tar_split_reader(layer.chain_id)) as metadata:
        root = store.driver.get(layer.cache_id, "")
        try:
            getter = storage.new_path_file_getter(root.path())
            unpacker = storage.new_json_unpacker(metadata)
            with closing(asm.new_output_tar_stream(getter, unpacker)) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        finally:
            store.driver.put(layer.cache_id)
