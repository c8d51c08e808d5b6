"""Names of writable layers on disk.

Go: layer/layer_unix.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.pkg import stringid

if TYPE_CHECKING:
    from engine.layer.layer_store import LayerStore


def mount_id(store: LayerStore, name: str) -> str:
    """Return a new random name; that of the container says nothing about it.

    Go: layerStore.mountID
    """
    del store, name
    return stringid.generate_random_id()
