"""Layers of images, which never change, and of containers, which do.

Go: layer/layer.go
"""

from engine.layer.layer import (
    ErrLayerDoesNotExist,
    ErrLayerNotRetained,
    ErrMaxDepthExceeded,
    ErrMountDoesNotExist,
    ErrMountNameConflict,
    Layer,
    Metadata,
    MountInit,
    RWLayer,
    create_chain_id,
    log_release_metadata,
    release_and_log,
)
from engine.layer.layer_store import (
    LayerStore,
    StoreOptions,
    new_store_from_graph_driver,
    new_store_from_options,
)

__all__ = [
    "ErrLayerDoesNotExist",
    "ErrLayerNotRetained",
    "ErrMaxDepthExceeded",
    "ErrMountDoesNotExist",
    "ErrMountNameConflict",
    "Layer",
    "LayerStore",
    "Metadata",
    "MountInit",
    "RWLayer",
    "StoreOptions",
    "create_chain_id",
    "log_release_metadata",
    "new_store_from_graph_driver",
    "new_store_from_options",
    "release_and_log",
]
