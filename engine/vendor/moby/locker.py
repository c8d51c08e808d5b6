"""A lock for every name, made when it is wanted and dropped when it is not.

Go: vendor/github.com/moby/locker/locker.go
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from engine.golang.errors import GoError


class ErrNoSuchLock(GoError):
    """Nobody holds a lock of that name.

    Go: ErrNoSuchLock
    """

    def __init__(self) -> None:
        super().__init__("no such lock")


class _LockCounter:
    """One name's lock, and how many wait for it.

    Go: lockCtr
    """

    __slots__ = ("lock", "waiters")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiters = 0


class Locker:
    """Locks by name.

    Go: Locker
    """

    def __init__(self) -> None:
        self._mu = threading.Lock()
        self._locks: dict[str, _LockCounter] = {}

    def lock(self, name: str) -> None:
        """Wait until nobody else holds ``name``.

        Go: Locker.Lock
        """
        with self._mu:
            counter = self._locks.setdefault(name, _LockCounter())
            # Counted before waiting, so that unlock does not drop the lock meanwhile.
            counter.waiters += 1
        counter.lock.acquire()
        with self._mu:
            counter.waiters -= 1

    def unlock(self, name: str) -> None:
        """Let the next one have ``name``.

        Raises:
            ErrNoSuchLock: nobody holds it.

        Go: Locker.Unlock
        """
        with self._mu:
            counter = self._locks.get(name)
            if counter is None:
                raise ErrNoSuchLock
            if counter.waiters == 0:
                del self._locks[name]
            counter.lock.release()

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Hold ``name`` for a block: Go's ``Lock`` with a deferred ``Unlock``."""
        self.lock(name)
        try:
            yield
        finally:
            self.unlock(name)
