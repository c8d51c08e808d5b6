"""What the system routes need from the daemon.

Go: api/server/router/system/backend.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.api.types.auth import AuthConfig
from engine.api.types.events import Message
from engine.api.types.filters import Args

if TYPE_CHECKING:
    from engine.pkg.pubsub import Subscription


class Backend(Protocol):
    """Tells about the engine.

    Go: Backend
    """

    def system_info(self) -> object:
        """Return what the engine and its host are like."""

    def system_version(self) -> object:
        """Return which versions of what are at work."""

    def system_disk_usage(self) -> object:
        """Return what everything takes on disk."""

    def authenticate_to_registry(self, auth_config: AuthConfig) -> tuple[str, str]:
        """Ask a registry whether it knows the user; return a word of success, and a token."""

    def subscribe_to_events(
        self, since: int | None, until: int | None, filter: Args
    ) -> tuple[list[Message], Subscription[Message]]:
        """Return kept events between two times (nanoseconds, 0 for none), and those to come."""

    def unsubscribe_from_events(self, listener: Subscription[Message]) -> None:
        """Want no more."""
