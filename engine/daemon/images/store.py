"""The image store as a pull sees it.

Go: daemon/images/store.go
"""

from __future__ import annotations

from engine.image.store import Store


class ImageStoreForPull:
    """Keeps pulled configurations.

    Differs from Go, which also binds the manifests that came with them to a lease on containerd's
    content store, `moby-image-ID`: this engine has none, and keeps no manifests.

    Go: imageStoreForPull
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, config: bytes) -> str:
        """Keep a configuration, and hold its layers; return its digest.

        Raises:
            GoError: it does not fit its layers.

        Go: imageStoreForPull.Put
        """
        return self._store.create(config)

    def get(self, digest: str) -> bytes:
        """Return a configuration.

        Raises:
            GoError: there is none of that digest.

        Go: imageStoreForPull.Get
        """
        return self._store.get(digest).raw_json()
