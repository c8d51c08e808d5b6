"""Writable layers: made for a container, and gone with it.

Go: layer/layer_store.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.daemon.graphdriver import driver as graphdriver
from engine.golang.defer import Undo
from engine.golang.errors import GoError, text
from engine.layer.layer import (
    ChainID,
    ErrLayerDoesNotExist,
    ErrMountDoesNotExist,
    ErrMountNameConflict,
    Metadata,
    MountInit,
    RWLayer,
)
from engine.layer.mounted_layer import MountedLayer, ReferencedRWLayer

if TYPE_CHECKING:
    from engine.layer.layer_store import LayerStore

_log = logging.getLogger(__name__)


def create_rw_layer(
    store: LayerStore,
    name: str,
    parent: ChainID,
    *,
    mount_label: str = "",
    init_func: MountInit | None = None,
    storage_opt: dict[str, str] | None = None,
) -> ReferencedRWLayer:
    """Make a writable layer for the container ``name`` on ``parent`` ("" for none).

    With ``init_func`` a layer `MOUNT-init` comes between, for what that function writes. After
    an error nothing is left. Go at this version leaves the layers and facts made so far, as the
    store does here with ``keep_orphans``; moby pull requests 51714 and 51715 mend most of it.

    Raises:
        ErrMountNameConflict: the container has one already.
        ErrLayerDoesNotExist: there is no such parent.
        GoError: an option is refused, there are too many layers, or the kernel refused a mount.
        GoPathError: the host refused.

    Go: layerStore.CreateRWLayer
    """
    with store.locker.held(name), Undo() as undo:
        with store.mount_lock:
            if name in store.mounts:
                raise ErrMountNameConflict
        image_layer = None
        below_id = ""
        if parent:
            image_layer = store._get(parent)
            if image_layer is None:
                raise ErrLayerDoesNotExist
            undo.defer(store._release_parent, image_layer)
            below_id = image_layer.cache_id
        layer = MountedLayer(store, name=name, mount_id=store.mount_id(name), parent=image_layer)
        if init_func is not None:
            below_id = store.init_mount(
                layer.mount_id, below_id, mount_label, init_func, storage_opt
            )
            undo.defer(discard_layer, store, below_id)
            layer.init_id = below_id
        opts = graphdriver.CreateOpts(storage_opt=storage_opt)
        store.driver.create_read_write(layer.mount_id, below_id, opts)
        undo.defer(discard_layer, store, layer.mount_id)
        store.save_mount(layer)
        undo.defer(_forget_mount, store, layer)
        return layer.get_reference()


def init_mount(
    store: LayerStore,
    graph_id: str,
    parent: str,
    mount_label: str,
    init_func: MountInit,
    storage_opt: dict[str, str] | None,
) -> str:
    """Make the layer `ID-init` on ``parent``, and let ``init_func`` write to it while mounted.

    Returns its name; the suffix is what drivers know such a layer by. After an error nothing is
    left, unlike Go at this version (moby pull request 51715), unless with ``keep_orphans``.

    Raises:
        GoError: an option is refused, there are too many layers, or the kernel refused the mount.
        GoPathError: the host refused.

    Go: layerStore.initMount
    """
    init_id = f"{graph_id}-init"
    opts = graphdriver.CreateOpts(mount_label=mount_label, storage_opt=storage_opt)
    store.driver.create_read_write(init_id, parent, opts)
    with Undo() as undo:
        undo.defer(discard_layer, store, init_id)
        root = store.driver.get(init_id, "")
        try:
            init_func(root)
        finally:
            store.driver.put(init_id)
    return init_id


def save_mount(store: LayerStore, mount: MountedLayer) -> None:
    """Write down the facts about a writable layer, and make it known.

    Leaves `mounts/NAME/mount-id`, with a layer between `init-id`, with an image `parent`.

    Raises:
        GoPathError: the host refused; nothing is left, unlike Go at this version, unless with
            ``keep_orphans``.

    Go: layerStore.saveMount
    """
    with Undo() as undo:
        undo.defer(discard_facts, store, mount.name)
        store.store.set_mount_id(mount.name, mount.mount_id)
        if mount.init_id:
            store.store.set_init_id(mount.name, mount.init_id)
        if mount.parent is not None:
            store.store.set_mount_parent(mount.name, mount.parent.chain_id)
    with store.mount_lock:
        store.mounts[mount.name] = mount


def _forget_mount(store: LayerStore, mount: MountedLayer) -> None:
    """Take back ``save_mount``."""
    with store.mount_lock:
        del store.mounts[mount.name]
    discard_facts(store, mount.name)


def discard_layer(store: LayerStore, id: str) -> None:
    """Remove a layer that no container will get; with ``keep_orphans`` it stays."""
    if not store.keep_orphans:
        store.driver.remove(id)


def discard_facts(store: LayerStore, name: str) -> None:
    """Remove what is written down of a layer not made to the end; or not, as above."""
    if not store.keep_orphans:
        store.store.remove_mount(name)


def get_rw_layer(store: LayerStore, id: str) -> ReferencedRWLayer:
    """Return a new reference to a container's layer.

    Raises:
        ErrMountDoesNotExist: there is none of that name.

    Go: layerStore.GetRWLayer
    """
    with store.locker.held(id):
        return _find(store, id).get_reference()


def get_mount_id(store: LayerStore, id: str) -> str:
    """Return the driver's name for a container's layer.

    Raises:
        ErrMountDoesNotExist: there is none of that name.

    Go: layerStore.GetMountID
    """
    mount_id = _find(store, id).mount_id
    _log.debug("GetMountID id: %s -> mountID: %s", id, mount_id)
    return mount_id


def _find(store: LayerStore, id: str) -> MountedLayer:
    with store.mount_lock:
        mount = store.mounts.get(id)
    if mount is None:
        raise ErrMountDoesNotExist
    return mount


def release_rw_layer(store: LayerStore, layer: RWLayer) -> list[Metadata]:
    """Give a reference back; with the last one the layer goes. Return which image layers go too.

    Raises:
        ErrLayerNotRetained: it was not held.
        OSError, GoError: something could not be removed; the reference is still held.

    Go: layerStore.ReleaseRWLayer
    """
    name = layer.name
    with store.locker.held(name):
        with store.mount_lock:
            mount = store.mounts.get(name)
        if mount is None:
            return []
        mount.delete_reference(layer)
        if mount.has_references():
            return []
        try:
            _remove(store, mount)
        except (GoError, OSError):
            mount.retake_reference(layer)
            raise
        with store.mount_lock:
            del store.mounts[name]
        if mount.parent is None:
            return []
        with store.layer_lock:
            return store.release_layer(mount.parent)


def _remove(store: LayerStore, mount: MountedLayer) -> None:
    """Remove a writable layer from disk: itself, the one between, and the facts about it."""
    what = "removing mounted layer"
    try:
        store.driver.remove(mount.mount_id)
        if mount.init_id:
            what = "removing init layer"
            store.driver.remove(mount.init_id)
        what = "removing mount metadata:"
        store.store.remove_mount(mount.name)
    except (GoError, OSError) as error:
        _log.error("Error %s %s: %s", what, mount.name, text(error))
        raise
