"""What the volume routes need from the volumes service.

Go: api/server/router/volume/backend.go
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from engine.api.types.filters import Args
from engine.api.types.volume import Volume

if TYPE_CHECKING:
    from engine.volume.service.opts import CreateOption, GetOption, RemoveOption


class Backend(Protocol):
    """Makes, shows and removes volumes.

    Go: Backend
    """

    def list(self, filter: Args) -> tuple[Sequence[Volume], Sequence[str] | None]:
        """Return the volumes, and warnings."""

    def get(self, name: str, *get_opts: GetOption) -> Volume:
        """Return one."""

    def create(self, name: str, driver_name: str, *opts: CreateOption) -> Volume:
        """Make one, or return the one of that name."""

    def prune(self, filter: Args) -> object:
        """Remove those that nobody uses; return which."""

    def remove(self, name: str, *rm_opts: RemoveOption) -> None:
        """Remove one with its data."""
