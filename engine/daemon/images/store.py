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
from engine.pkg.system import lcow
from engine.vendor.containerd.platforms.database import goos
from engine.vendor.opencontainers.image_spec.v1 import Platform


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
        return _parse(config).root_fs

    def platform_from_config(self, config: bytes) -> Platform:
        """Return the platform that a configuration is for.

        Raises:
            GoError: it is no configuration, or its operating system is not this one.

        Go: distribution/config.go imageConfigStore.PlatformFromConfig
        """
        parsed = _parse(config)
        if parsed.os == "windows":
            raise GoError('image operating system "windows" cannot be used on this platform')
        os = parsed.os or goos()
        if not lcow.is_os_supported(os):
            raise GoError("operating system is not supported")
        return Platform(
            os=os,
            architecture=parsed.architecture,
            variant=parsed.variant,
            os_version=parsed.os_version,
        )


def _parse(config: bytes) -> _Config:
    try:
        return struct_tags.unmarshal(_Config, config)
    except struct_tags.JSONError as error:
        raise GoError(str(error)) from error


@dataclass(slots=True, kw_only=True)
class _Config:
    """Go: image.Image"""

    GO_NAME: ClassVar[str] = "image.Image"

    architecture: str = field(default="", metadata=tag("architecture", omitempty=True))
    variant: str = field(default="", metadata=tag("variant", omitempty=True))
    os: str = field(default="", metadata=tag("os", omitempty=True))
    os_version: str = field(default="", metadata=tag("os.version", omitempty=True))
    root_fs: RootFS | None = field(default=None, metadata=tag("rootfs", omitempty=True))
