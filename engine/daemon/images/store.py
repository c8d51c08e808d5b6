"""The image store as a pull sees it.

Go: daemon/images/store.go
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.golang.struct_tags import tag
from engine.image.rootfs import RootFS
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

    def root_fs_from_config(self, config: bytes) -> RootFS | None:
        """Return the layers that a configuration names, None if it names none.

        Raises:
            GoError: it is no configuration.

        Go: distribution/config.go imageConfigStore.RootFSFromConfig
        """
        try:
            return struct_tags.unmarshal(_Config, config).root_fs
        except struct_tags.JSONError as error:
            raise GoError(str(error)) from error


@dataclass(slots=True, kw_only=True)
class _Config:
    """Go: image.Image"""

    GO_NAME: ClassVar[str] = "image.Image"

    root_fs: RootFS | None = field(default=None, metadata=tag("rootfs", omitempty=True))
