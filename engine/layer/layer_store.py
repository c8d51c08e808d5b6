"""All layers of the daemon, and who holds them.

Go: layer/layer_store.go
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field

from engine.daemon.graphdriver import driver as graphdriver
from engine.golang.errors import GoError, GoPathError, text, wrap
from engine.golang.filesystem import is_not_exist, remove_all
from engine.golang.io import Readable
from engine.golang.structs import struct
from engine.layer import layer_store_load, layer_store_rw, layer_store_tar, layer_unix
from engine.layer.filestore import FileMetadataStore
from engine.layer.layer import (
    ChainID,
    ErrLayerDoesNotExist,
    ErrLayerNotRetained,
    Layer,
    Metadata,
)
from engine.layer.mounted_layer import MountedLayer
from engine.layer.ro_layer import ReferencedCacheLayer, RoLayer
from engine.pkg import stringid
from engine.pkg.idtools import IdentityMapping
from engine.vendor.moby.locker import Locker
from engine.vendor.opencontainers import go_digest

_log = logging.getLogger(__name__)


@struct(slots=True, kw_only=True)
class StoreOptions:
    """How to open a store.

    ``root`` is the daemon's data root, ``metadata_store_path_template`` has ``%s`` where the
    driver's name goes. Without ``graph_driver`` one is chosen. ``keep_orphans``, not in Go, leaves
    behind what v20.10.13 leaves behind when a writable layer cannot be made to the end.

    Go: StoreOptions
    """

    root: str
    metadata_store_path_template: str = ""
    graph_driver: str = ""
    graph_driver_options: Sequence[str] = ()
    id_mapping: IdentityMapping = field(default_factory=IdentityMapping)
    keep_orphans: bool = False


def new_store_from_options(options: StoreOptions) -> LayerStore:
    """Start the driver and open the store; layers on disk are known afterwards.

    Raises:
        GoError: no driver works, or the wanted one does not.
        GoPathError: the host refused.

    Go: NewStoreFromOptions
    """
    config = graphdriver.Options(
        root=options.root,
        driver_options=options.graph_driver_options,
        uid_maps=options.id_mapping.uids(),
        gid_maps=options.id_mapping.gids(),
    )
    try:
        driver = graphdriver.new(options.graph_driver, config)
    except (GoError, OSError) as error:
        raise wrap(error, "error initializing graphdriver") from error
    _log.debug("Initialized graph driver %s", driver)
    template = options.metadata_store_path_template or os.path.join(
        options.root, "image", "%s", "layerdb"
    )
    store = new_store_from_graph_driver(template.replace("%s", str(driver)), driver)
    store.keep_orphans = options.keep_orphans
    return store


def new_store_from_graph_driver(root: str, driver: graphdriver.Driver) -> LayerStore:
    """Open the store whose facts are below ``root``; layers on disk are known afterwards.

    What cannot be read is left alone and not known.

    Raises:
        GoPathError: the host refused.

    Go: newStoreFromGraphDriver
    """
    store = LayerStore(FileMetadataStore(root), driver)
    layer_store_load.restore(store)
    return store


class LayerStore:
    """Layers by name, with counted references.

    Go: layerStore
    """

    def __init__(self, store: FileMetadataStore, driver: graphdriver.Driver) -> None:
        self.store = store
        self.driver = driver
        self.layer_map: dict[ChainID, RoLayer] = {}
        self.layer_lock = threading.Lock()
        self.mounts: dict[str, MountedLayer] = {}
        self.mount_lock = threading.Lock()
        self.locker = Locker()  # one change at a time to the writable layer of a container
        self.keep_orphans = False

    mount_id = layer_unix.mount_id
    load_layer = layer_store_load.load_layer
    load_mount = layer_store_load.load_mount
    apply_tar = layer_store_tar.apply_tar
    register_with_descriptor = layer_store_tar.register_with_descriptor
    get_tar_stream = layer_store_tar.get_tar_stream
    create_rw_layer = layer_store_rw.create_rw_layer
    get_rw_layer = layer_store_rw.get_rw_layer
    get_mount_id = layer_store_rw.get_mount_id
    release_rw_layer = layer_store_rw.release_rw_layer
    save_mount = layer_store_rw.save_mount
    init_mount = layer_store_rw.init_mount

    def register(self, stream: Readable, parent: ChainID) -> ReferencedCacheLayer:
        """Unpack an uncompressed archive as a layer on ``parent`` ("" for none).

        Returns a reference. A layer that is there already is taken instead.

        Raises:
            ErrLayerDoesNotExist: there is no such parent.
            ErrMaxDepthExceeded: the chain has 125 layers already.
            GoError: the archive is damaged.
            OSError: the host refused; nothing is left.

        Go: layerStore.Register
        """
        return self.register_with_descriptor(stream, parent)

    def get_without_lock(self, layer: ChainID) -> RoLayer | None:
        """Find a layer and count one more user; the caller holds ``layer_lock``.

        Go: layerStore.getWithoutLock
        """
        found = self.layer_map.get(layer)
        if found is not None:
            found.reference_count += 1
        return found

    def _get(self, layer: ChainID) -> RoLayer | None:
        """Find a layer and count one more user.

        Go: layerStore.get
        """
        with self.layer_lock:
            return self.get_without_lock(layer)

    def get(self, layer: ChainID) -> ReferencedCacheLayer:
        """Return a new reference to a layer.

        Raises:
            ErrLayerDoesNotExist: there is none of that name.

        Go: layerStore.Get
        """
        with self.layer_lock:
            found = self.get_without_lock(layer)
            if found is None:
                raise ErrLayerDoesNotExist
            return found.get_reference()

    def map(self) -> dict[ChainID, RoLayer]:
        """Return all layers by name; they are not references.

        Go: layerStore.Map
        """
        with self.layer_lock:
            return dict(self.layer_map)

    def release(self, layer: Layer) -> list[Metadata]:
        """Give a reference back; the layer goes with its last user. Return what is gone.

        Raises:
            ErrLayerNotRetained: it was not held.
            OSError, GoError: the layer could not be removed; it is not known any more.

        Go: layerStore.Release
        """
        with self.layer_lock:
            found = self.layer_map.get(layer.chain_id)
            if found is None:
                return []
            if not found.has_reference(layer):
                raise ErrLayerNotRetained
            found.delete_reference(layer)
            return self.release_layer(found)

    def release_layer(self, layer: RoLayer) -> list[Metadata]:
        """Count one user less, and so on downwards while nobody is left.

        The caller holds ``layer_lock``.

        Raises:
            OSError, GoError: a layer could not be removed; it is not known any more.

        Go: layerStore.releaseLayer
        """
        removed: list[Metadata] = []
        current: RoLayer | None = layer
        while current is not None:
            if current.reference_count == 0:
                raise RuntimeError("layer not retained")
            current.reference_count -= 1
            if current.reference_count:
                break
            if current.has_references():
                raise RuntimeError("cannot delete referenced layer")
            # First of all, so that a layer that half exists is not handed out.
            del self.layer_map[current.chain_id]
            removed.append(self._delete_layer(current))
            current = current.parent
        return removed

    def _release_parent(self, layer: RoLayer) -> None:
        """Count one user less, on the way back from an error."""
        with self.layer_lock:
            self.release_layer(layer)

    def _delete_layer(self, layer: RoLayer) -> Metadata:
        """Remove a layer from disk.

        Its facts are first renamed to `CHAIN-RANDOM-removing`: if the rest fails, ``cleanup``
        finds it.

        Go: layerStore.deleteLayer
        """
        facts = self.store.get_layer_directory(layer.chain_id)
        algorithm = go_digest.algorithm(layer.chain_id)
        name = f"{go_digest.encoded(layer.chain_id)}-{stringid.generate_random_id()}-removing"
        renamed = f"{self.store.root}/{algorithm}/{name}"
        with suppress(OSError):
            os.rename(facts, renamed)
        self.driver.remove(layer.cache_id)
        remove_all(renamed)
        return Metadata(
            chain_id=layer.chain_id,
            diff_id=layer.diff_id,
            size=layer.size(),
            diff_size=layer.own_size,
        )

    def cleanup(self) -> None:
        """Finish removals that were cut short, and release what the driver holds; at shutdown.

        Raises:
            GoError: a mount stays.

        Go: layerStore.Cleanup
        """
        try:
            orphans = self.store.get_orphan()
        except GoPathError as error:
            _log.error("Cannot get orphan layers: %s", error)
            orphans = []
        _log.debug("found %d orphan layers", len(orphans))
        for orphan in orphans:
            self._remove_orphan(orphan.chain_id, orphan.cache_id)
        self.driver.cleanup()

    def _remove_orphan(self, chain_id: ChainID, cache_id: str) -> None:
        _log.debug("removing orphan layer, chain ID: %s , cache ID: %s", chain_id, cache_id)
        try:
            self.driver.remove(cache_id)
        except (GoError, OSError) as error:
            if not is_not_exist(error):
                _log.error("cannot remove orphan layer cache-id=%s: %s", cache_id, text(error))
                return
        try:
            self.store.remove(chain_id, cache_id)
        except GoPathError as error:
            _log.error("cannot remove orphan layer metadata chain-id=%s: %s", chain_id, error)

    def driver_status(self) -> list[tuple[str, str]]:
        """Return what `docker info` tells about the driver.

        Go: layerStore.DriverStatus
        """
        return self.driver.status()

    def driver_name(self) -> str:
        """Return the driver's name, such as `overlay2`.

        Go: layerStore.DriverName
        """
        return str(self.driver)
