"""A volume as the daemon holds it in a container's mounts.

Go: daemon/volumes.go
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from engine.api.types.volume import Volume as APIVolume
from engine.golang.errors import GoError


class VolumeMounter(Protocol):
    """Mounts volumes: the volumes service.

    Go: volumeMounter
    """

    def mount(self, vol: APIVolume, ref: str) -> str:
        """Make a volume's data available."""

    def unmount(self, vol: APIVolume, ref: str) -> None:
        """Take back one mount."""


class VolumeWrapper:
    """A volume as the service told of it, which can be mounted.

    Go: volumeWrapper
    """

    def __init__(self, v: APIVolume, s: VolumeMounter) -> None:
        self._v = v
        self._s = s

    def name(self) -> str:
        """Return the name.

        Go: volumeWrapper.Name
        """
        return self._v.name

    def driver_name(self) -> str:
        """Return the driver's name.

        Go: volumeWrapper.DriverName
        """
        return self._v.driver

    def path(self) -> str:
        """Return the directory of the data.

        Go: volumeWrapper.Path
        """
        return self._v.mountpoint

    def mount(self, id: str) -> str:
        """Make the data available to ``id``, and return the directory.

        Go: volumeWrapper.Mount
        """
        return self._s.mount(self._v, id)

    def unmount(self, id: str) -> None:
        """Take back one mount.

        Go: volumeWrapper.Unmount
        """
        self._s.unmount(self._v, id)

    def created_at(self) -> datetime:
        """Refuse to tell.

        Raises:
            GoError: always.

        Go: volumeWrapper.CreatedAt
        """
        raise GoError("not implemented")

    def status(self) -> Mapping[str, object] | None:
        """Return what the driver wants to tell.

        Go: volumeWrapper.Status
        """
        return self._v.status
