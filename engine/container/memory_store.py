"""Live containers in memory.

Go: container/memory_store.go
"""

from __future__ import annotations

import builtins
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.container.history import history

if TYPE_CHECKING:
    from engine.container.container import Container


class MemoryStore:
    """Containers by full ID; every thread sees the same objects.

    Go: memoryStore
    """

    def __init__(self) -> None:
        self._containers: dict[str, Container] = {}
        self._lock = threading.Lock()

    def add(self, id: str, cont: Container) -> None:
        """Add a container, or replace it.

        Go: memoryStore.Add
        """
        with self._lock:
            self._containers[id] = cont

    def get(self, id: str) -> Container | None:
        """Return the container with that ID.

        Go: memoryStore.Get
        """
        with self._lock:
            return self._containers.get(id)

    def delete(self, id: str) -> None:
        """Forget a container; forgetting it again does nothing.

        Go: memoryStore.Delete
        """
        with self._lock:
            self._containers.pop(id, None)

    def list(self) -> builtins.list[Container]:
        """Return all containers, the newest first.

        Go: memoryStore.List
        """
        return history(self._all())

    def size(self) -> int:
        """Return how many there are.

        Go: memoryStore.Size
        """
        with self._lock:
            return len(self._containers)

    def first(self, filter: Callable[[Container], bool]) -> Container | None:
        """Return any container for which ``filter`` says yes.

        Go: memoryStore.First
        """
        return next((cont for cont in self._all() if filter(cont)), None)

    def apply_all(self, reducer: Callable[[Container], object]) -> None:
        """Call ``reducer`` with every container, one after the other.

        Go does so in parallel.

        Go: memoryStore.ApplyAll
        """
        for cont in self._all():
            reducer(cont)

    def _all(self) -> builtins.list[Container]:
        with self._lock:
            return [*self._containers.values()]


def new_memory_store() -> MemoryStore:
    """Return an empty store.

    Go: NewMemoryStore
    """
    return MemoryStore()
