"""The time in a story: it stands still while something is told."""

from __future__ import annotations

import threading
from collections.abc import Callable


class _Thread(threading.local):
    depth = 0  # how many tellings are going on, one inside the other
    began = 0.0  # when the outermost one did


class StoryClock:
    """Tells the time; what passes in a `with` block, in the thread that tells, does not count."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.overhead = 0.0  # seconds that did not count
        self._clock = clock
        self._thread = _Thread()

    def now(self) -> float:
        """Return the time in the story, in seconds."""
        return self._clock() - self.overhead

    def __enter__(self) -> None:
        thread = self._thread
        if not thread.depth:
            thread.began = self._clock()
        thread.depth += 1

    def __exit__(self, *_: object) -> None:
        thread = self._thread
        thread.depth -= 1
        if not thread.depth:
            self.overhead += self._clock() - thread.began

    def ignore_this_thread(self) -> None:
        """Count all that passes in this thread: nobody waits for it."""
        if not self._thread.depth:
            self._thread.depth = 1
