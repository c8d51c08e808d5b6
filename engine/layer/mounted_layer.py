"""The layer that one container writes to.

Go: layer/mounted_layer.go
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from engine.layer.layer import ErrLayerNotRetained
from engine.layer.ro_layer import RoLayer
from engine.pkg.containerfs import Local

if TYPE_CHECKING:
    from engine.layer.layer_store import LayerStore
    from engine.pkg.archive import Change


class MountedLayer:
    """A writable layer as the store knows it.

    Go: mountedLayer
    """

    def __init__(
        self,
        layer_store: LayerStore,
        *,
        name: str,
        mount_id: str,
        init_id: str = "",
        parent: RoLayer | None = None,
    ) -> None:
        self.layer_store = layer_store
        self.name = name
        self.mount_id = mount_id
        self.init_id = init_id
        self.parent = parent
        self.references: set[ReferencedRWLayer] = set()
        self._lock = threading.Lock()

    def cache_parent(self) -> str:
        """Return the driver's name for the layer right below, "" for none.

        Go: mountedLayer.cacheParent
        """
        if self.init_id:
            return self.init_id
        return self.parent.cache_id if self.parent else ""

    def size(self) -> int:
        """Return the bytes that the container wrote.

        Raises:
            GoPathError: the layer is gone from disk.

        Go: mountedLayer.Size
        """
        return self.layer_store.driver.diff_size(self.mount_id, self.cache_parent())

    def changes(self) -> list[Change]:
        """Return what the container changed.

        Raises:
            GoError: the kernel refused a mount.
            GoPathError: the layer is gone from disk.

        Go: mountedLayer.Changes
        """
        return self.layer_store.driver.changes(self.mount_id, self.cache_parent())

    def metadata(self) -> dict[str, str] | None:
        """Return what the driver tells about the layer.

        Raises:
            GoPathError: it is gone from disk.

        Go: mountedLayer.Metadata
        """
        return self.layer_store.driver.get_metadata(self.mount_id)

    def get_reference(self) -> ReferencedRWLayer:
        """Return a new reference, which its holder must release.

        Go: mountedLayer.getReference
        """
        reference = ReferencedRWLayer(self)
        with self._lock:
            self.references.add(reference)
        return reference

    def has_references(self) -> bool:
        """Say whether anybody holds a reference.

        Go: mountedLayer.hasReferences
        """
        with self._lock:
            return bool(self.references)

    def delete_reference(self, reference: object) -> None:
        """Forget ``reference``.

        Raises:
            ErrLayerNotRetained: it was not held.

        Go: mountedLayer.deleteReference
        """
        with self._lock:
            if reference not in self.references:
                raise ErrLayerNotRetained
            self.references.discard(reference)

    def retake_reference(self, reference: object) -> None:
        """Take a reference up again, because the layer could not be removed.

        Go: mountedLayer.retakeReference
        """
        if isinstance(reference, ReferencedRWLayer):
            with self._lock:
                self.references.add(reference)


class ReferencedRWLayer(MountedLayer):
    """A reference: the layer itself in all but identity, and the right to mount it.

    Go embeds a pointer to the layer; sharing its attributes does the same.

    Go: referencedRWLayer
    """

    def __init__(self, layer: MountedLayer) -> None:
        self.__dict__ = layer.__dict__

    def mount(self, mount_label: str = "") -> Local:
        """Show the container's files; return the directory.

        Raises:
            GoError: the kernel refused the mount.
            GoPathError: the layer is gone from disk, or the host refused.

        Go: referencedRWLayer.Mount
        """
        return self.layer_store.driver.get(self.mount_id, mount_label)

    def unmount(self) -> None:
        """Undo one ``mount``; call it once for each, even if that failed.

        Raises:
            GoPathError: the layer cannot be read.

        Go: referencedRWLayer.Unmount
        """
        self.layer_store.driver.put(self.mount_id)
