"""What a volume is, and what makes one: the interfaces that drivers fulfil.

Go: volume/volume.go
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

DEFAULT_DRIVER_NAME = "local"
"""The driver that comes with the engine: a directory on this host."""

LOCAL_SCOPE = "local"
GLOBAL_SCOPE = "global"


class Volume(Protocol):
    """A place for data that outlives containers.

    Go: Volume
    """

    def name(self) -> str:
        """Return the name, unique on this host."""

    def driver_name(self) -> str:
        """Return the name of the driver that owns it."""

    def path(self) -> str:
        """Return the directory on the host where the data is."""

    def mount(self, id: str) -> str:
        """Make the data available to ``id``, and return the directory."""

    def unmount(self, id: str) -> None:
        """Take back one :meth:`mount`."""

    def created_at(self) -> datetime:
        """Return when it was made."""

    def status(self) -> Mapping[str, object] | None:
        """Return what the driver wants to tell about it."""


@runtime_checkable
class DetailedVolume(Volume, Protocol):
    """A volume with what the user said when making it.

    Go: DetailedVolume
    """

    def labels(self) -> dict[str, str] | None:
        """Return the user's labels."""

    def options(self) -> dict[str, str] | None:
        """Return the options that the driver was given."""

    def scope(self) -> str:
        """Return ``local``, or ``global`` if other hosts see the volume too."""


class Driver(Protocol):
    """Makes, finds and removes volumes of one kind.

    Go: Driver
    """

    def name(self) -> str:
        """Return the name by which users ask for the driver."""

    def create(self, name: str, opts: Mapping[str, str] | None) -> Volume:
        """Make a volume, or return the one that has the name."""

    def remove(self, vol: Volume) -> None:
        """Remove a volume with its data."""

    def list(self) -> list[Volume]:
        """Return all volumes of this driver."""

    def get(self, name: str) -> Volume | None:
        """Return the volume of that name; raise or return None if there is none."""

    def scope(self) -> str:
        """Return ``local`` or ``global``."""
