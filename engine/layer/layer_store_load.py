"""What the store finds on disk when the daemon starts.

Go: layer/layer_store.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from engine.golang.errors import GoError, text, wrap
from engine.layer.layer import ChainID
from engine.layer.mounted_layer import MountedLayer
from engine.layer.ro_layer import RoLayer

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.layer.layer_store import LayerStore

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


def restore(store: LayerStore) -> None:
    """Make all layers on disk known; what cannot be read is skipped.

    Images take their references afterwards. Each layer counts as a user of the one below, each
    container's layer as one of the image's.

    Raises:
        GoPathError: the facts cannot be listed.

    Go: newStoreFromGraphDriver
    """
    ids, mounts = store.store.list()
    for chain_id in ids:
        try:
            layer = store.load_layer(chain_id)
        except (GoError, OSError) as error:
            _log.debug("Failed to load layer %s: %s", chain_id, text(error))
            continue
        if layer.parent is not None:
            layer.parent.reference_count += 1
    for mount in mounts:
        try:
            store.load_mount(mount)
        except (GoError, OSError) as error:
            _log.debug("Failed to load mount %s: %s", mount, text(error))


def load_layer(store: LayerStore, layer: ChainID) -> RoLayer:
    """Read the facts about one layer and those below; what is known already is not read again.

    Raises:
        GoError: a fact is missing or makes no sense.

    Go: layerStore.loadLayer
    """
    known = store.layer_map.get(layer)
    if known is not None:
        return known
    facts = store.store
    loaded = RoLayer(
        store,
        chain_id=layer,
        diff_id=_fact("diff id", facts.get_diff_id, layer),
        own_size=_fact("size", facts.get_size, layer),
        cache_id=_fact("cache id", facts.get_cache_id, layer),
    )
    if parent := _fact("parent", facts.get_parent, layer):
        loaded.parent = store.load_layer(parent)
    store.layer_map[layer] = loaded
    return loaded


def _fact(name: str, get: Callable[[ChainID], _T], layer: ChainID) -> _T:
    try:
        return get(layer)
    except (GoError, OSError) as error:
        raise wrap(error, f"failed to get {name} for {layer}") from error


def load_mount(store: LayerStore, mount: str) -> None:
    """Read the facts about one container's layer; the image's counts one more user.

    Raises:
        GoError: a fact makes no sense, or there is no such image layer.
        GoPathError: a fact cannot be read.

    Go: layerStore.loadMount
    """
    with store.mount_lock:
        if mount in store.mounts:
            return
        loaded = MountedLayer(
            store,
            name=mount,
            mount_id=store.store.get_mount_id(mount),
            init_id=store.store.get_init_id(mount),
        )
        if parent := store.store.get_mount_parent(mount):
            loaded.parent = store.load_layer(parent)
            loaded.parent.reference_count += 1
        store.mounts[mount] = loaded
