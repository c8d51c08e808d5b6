"""Counts containers by what they do.

Go's numbers for Prometheus are left out, all but this one, which ``docker info`` shows too.

Go: daemon/metrics.go
"""

from __future__ import annotations

import threading
from collections import Counter


class StateCounter:
    """The state of each container: ``running``, ``paused`` or ``stopped``.

    Go: stateCounter
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._states: dict[str, str] = {}

    def get(self) -> tuple[int, int, int]:
        """Return how many containers run, are paused, and are stopped.

        Go: stateCounter.get
        """
        with self._lock:
            counted = Counter(self._states.values())
        return counted["running"], counted["paused"], counted["stopped"]

    def set(self, id: str, label: str) -> None:
        """Note what a container does.

        Go: stateCounter.set
        """
        with self._lock:
            self._states[id] = label

    def delete(self, id: str) -> None:
        """Forget a container.

        Go: stateCounter.del
        """
        with self._lock:
            self._states.pop(id, None)
