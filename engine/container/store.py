"""Where live containers are kept.

Go: container/store.go
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from engine.container.container import Container


class Store(Protocol):
    """Containers by full ID.

    Go: Store
    """

    def add(self, id: str, cont: Container) -> None:
        """Add a container, or replace it."""

    def get(self, id: str) -> Container | None:
        """Return the container with that ID."""

    def delete(self, id: str) -> None:
        """Forget a container; forgetting it again does nothing."""

    def list(self) -> list[Container]:
        """Return all containers, the newest first."""

    def size(self) -> int:
        """Return how many there are."""

    def first(self, filter: Callable[[Container], bool]) -> Container | None:
        """Return any container for which ``filter`` says yes."""

    def apply_all(self, reducer: Callable[[Container], object]) -> None:
        """Call ``reducer`` with every container."""
