"""What the system routes need from the daemon.

Go: api/server/router/system/backend.go
"""

from __future__ import annotations

from typing import Protocol

from engine.api.types.events import Message
from engine.api.types.filters import Args


class Listener(Protocol):
    """The events to come.

    Go: chan interface{}
    """

    def get(self, timeout: float | None = None) -> Message | None:
        """Return the next event, None at the end.

        Raises:
            queue.Empty: none came in ``timeout`` seconds.
        """


class Backend(Protocol):
    """Tells about the engine.

    Go: Backend
    """

    def system_info(self) -> object:
        """Return what the engine and its host are like."""

    def system_version(self) -> object:
        """Return which versions of what are at work."""

    def subscribe_to_events(
        self, since: int, until: int, filter: Args
    ) -> tuple[list[Message], Listener]:
        """Return kept events between two times (nanoseconds, 0 for none), and those to come."""

    def unsubscribe_from_events(self, listener: Listener) -> None:
        """Want no more."""
