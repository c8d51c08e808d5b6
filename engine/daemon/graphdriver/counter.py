"""How often each path was asked for, so that only the last one to leave unmounts.

Go: daemon/graphdriver/counter.go
"""

from __future__ import annotations

import threading

from engine.daemon.graphdriver.driver import Checker


class RefCounter:
    """Counts by path.

    Go: RefCounter
    """

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._counts: dict[str, int] = {}
        self._mu = threading.Lock()

    def increment(self, path: str) -> int:
        """Count one more user of ``path``; return how many there are.

        Go: RefCounter.Increment
        """
        return self.incdec(path, 1)

    def decrement(self, path: str) -> int:
        """Count one user of ``path`` less; return how many are left.

        Go: RefCounter.Decrement
        """
        return self.incdec(path, -1)

    def forget(self, path: str) -> None:
        """Drop the count of a path that is gone; Go keeps it."""
        with self._mu:
            self._counts.pop(path, None)

    def incdec(self, path: str, step: int) -> int:
        """Change the count of ``path`` by ``step``; at zero it is forgotten.

        A path met for the first time that is mounted already has a user that is not known here,
        such as the daemon before a restart.

        Go: RefCounter.incdec
        """
        with self._mu:
            if path not in self._counts:
                self._counts[path] = int(self._checker.is_mounted(path))
            self._counts[path] += step
            count = self._counts[path]
            if count <= 0:
                del self._counts[path]
            return count
