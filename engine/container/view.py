"""What requests that only read get to see: names, and containers as last saved.

Go uses an in-memory database with transactions; two tables under one lock are enough here.

Go: container/view.go
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.golang.errors import GoError

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.container.snapshot import Snapshot


class NameReserved(GoError):
    """The name is taken by another container.

    Go: ErrNameReserved
    """

    def __init__(self) -> None:
        super().__init__("name is reserved")


class NameNotReserved(GoError):
    """Nobody has the name.

    Go: ErrNameNotReserved
    """

    def __init__(self) -> None:
        super().__init__("name is not reserved")


class NoSuchContainer(GoError):
    """There is no container with the ID.

    Go: NoSuchContainerError
    """

    def __init__(self, id: str) -> None:
        super().__init__(f"no such container {id}")


class MemDB:
    """The tables.

    Go: memDB
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._saved: dict[str, Callable[[], Container]] = {}
        self._names: dict[str, str] = {}
        self._by_container: dict[str, set[str]] = {}

    def snapshot(self) -> View:
        """Return what readers may ask.

        Go's answer does not change any more; here each question is answered from the tables as
        they are at that moment.

        Go: memDB.Snapshot
        """
        return View(self)

    def save(self, id: str, copy: Callable[[], Container]) -> None:
        """Replace what readers see of the container; ``copy`` makes a copy of it as it is now.

        Go: memDB.Save
        """
        with self._lock:
            self._saved[id] = copy

    def delete(self, id: str) -> None:
        """Forget the container and all its names.

        Go: memDB.Delete
        """
        with self._lock:
            for name in self._by_container.pop(id, ()):
                del self._names[name]
            self._saved.pop(id, None)

    def reserve_name(self, name: str, container_id: str) -> None:
        """Give ``name`` to the container; it may have it already.

        Raises:
            NameReserved: another container has it.

        Go: memDB.ReserveName
        """
        with self._lock:
            if self._names.setdefault(name, container_id) != container_id:
                raise NameReserved
            self._by_container.setdefault(container_id, set()).add(name)

    def release_name(self, name: str) -> None:
        """Take ``name`` from whoever has it.

        Go: memDB.ReleaseName
        """
        with self._lock:
            holder = self._names.pop(name, None)
            if holder is not None:
                self._by_container[holder].discard(name)


class View:
    """Questions to the tables.

    Go: memdbView
    """

    def __init__(self, db: MemDB) -> None:
        self._db = db

    def all(self) -> list[Snapshot]:
        """Return every container as it was last saved, in the order of IDs.

        Go: memdbView.All
        """
        with self._db._lock:
            saved = sorted(self._db._saved.items())
        return [self._transform(copy()) for _, copy in saved]

    def get(self, id: str) -> Snapshot:
        """Return one container as it was last saved.

        Raises:
            NoSuchContainer: it was not, or was deleted.

        Go: memdbView.Get
        """
        with self._db._lock:
            copy = self._db._saved.get(id)
        if copy is None:
            raise NoSuchContainer(id)
        return self._transform(copy())

    def get_id(self, name: str) -> str:
        """Return who has the name, which starts with a slash.

        Raises:
            NameNotReserved: nobody.

        Go: memdbView.GetID
        """
        with self._db._lock:
            id = self._db._names.get(name)
        if id is None:
            raise NameNotReserved
        return id

    def get_names(self, container_id: str) -> list[str]:
        """Return all names of a container, sorted: its own, and aliases that links gave it.

        Go: memdbView.getNames
        """
        with self._db._lock:
            return sorted(self._db._by_container.get(container_id, ()))

    def get_all_names(self) -> dict[str, list[str]]:
        """Return the names of all containers.

        Go: memdbView.GetAllNames
        """
        with self._db._lock:
            return {id: sorted(names) for id, names in self._db._by_container.items() if names}

    def _transform(self, container: Container) -> Snapshot:
        from engine.container.snapshot import transform

        return transform(container, self.get_names(container.id))


def new_view_db() -> MemDB:
    """Return empty tables.

    Go: NewViewDB
    """
    return MemDB()
