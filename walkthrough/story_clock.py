"""The time in a story: it stands still while something is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class StoryClock:
    """Tells the time. One thread tells at a time, in a `with` block, and that does not count."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.overhead = 0.0  # seconds that did not count
        self.lock = threading.RLock()  # of who tells
        self.read = clock
        self._stopped = 0.0

    def __enter__(self) -> float:
        """Stop the clock; return the time in the story, in seconds."""
        self.lock.acquire()
        self._stopped = stopped = self.read()
        return stopped - self.overhead

    def __exit__(self, *_: object) -> None:
        self.overhead += self.read() - self._stopped
        self.lock.release()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count what passes in the block, where other threads may tell."""
        stopped = self.read()
        try:
            yield
        finally:
            self.overhead += self.read() - stopped
