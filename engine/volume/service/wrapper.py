"""A driver's volume together with what the user said when making it.

Go: volume/service/store.go
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.volume.volume import Volume


class VolumeWrapper:
    """A volume with labels, options and scope; everything else is its driver's.

    Go: volumeWrapper
    """

    def __init__(
        self,
        volume: Volume,
        labels: dict[str, str] | None,
        scope: str,
        options: dict[str, str] | None,
    ) -> None:
        self.volume = volume
        self._labels = labels
        self._scope = scope
        self._options = options

    def name(self) -> str:
        """Return the name."""
        return self.volume.name()

    def driver_name(self) -> str:
        """Return the driver's name."""
        return self.volume.driver_name()

    def path(self) -> str:
        """Return the directory of the data."""
        return self.volume.path()

    def cached_path(self) -> str:
        """Return the directory of the data, without asking the driver if it is known.

        Go: volumeWrapper.CachedPath
        """
        cached = getattr(self.volume, "cached_path", None)
        return self.volume.path() if cached is None else str(cached())

    def mount(self, id: str) -> str:
        """Make the data available to ``id``."""
        return self.volume.mount(id)

    def unmount(self, id: str) -> None:
        """Take back one mount."""
        self.volume.unmount(id)

    def created_at(self) -> datetime:
        """Return when the volume was made."""
        return self.volume.created_at()

    def status(self) -> Mapping[str, object] | None:
        """Return what the driver wants to tell."""
        return self.volume.status()

    def labels(self) -> dict[str, str] | None:
        """Return a copy of the labels.

        Go: volumeWrapper.Labels
        """
        return None if self._labels is None else dict(self._labels)

    def options(self) -> dict[str, str] | None:
        """Return a copy of the options.

        Go: volumeWrapper.Options
        """
        return None if self._options is None else dict(self._options)

    def scope(self) -> str:
        """Return ``local`` or ``global``.

        Go: volumeWrapper.Scope
        """
        return self._scope


def unwrap_volume(volume: Volume) -> Volume:
    """Return the volume that the driver knows.

    Go: unwrapVolume
    """
    return volume.volume if isinstance(volume, VolumeWrapper) else volume
