"""A request's life: work that is no longer wanted finds out here.

Go: context
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine import errdefs


class ContextCancelled(errdefs.Cancelled):
    """Nobody waits for the result any more.

    Go: context.Canceled
    """

    def __init__(self) -> None:
        super().__init__("context canceled")


class Context:
    """Can be cancelled once; a child is cancelled with its parent.

    Go: Context
    """

    def __init__(self, parent: Context | None = None) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._callbacks: dict[object, Callable[[], None]] = {}
        if parent is not None:
            parent.after(self.cancel)

    def cancel(self) -> None:
        """Tell everybody who works for this context to stop."""
        with self._lock:
            self._cancelled.set()
            callbacks, self._callbacks = list(self._callbacks.values()), {}
        for callback in callbacks:
            callback()

    def after(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call ``callback`` on cancellation, at once if that has been; return what forgets it.

        Go: AfterFunc
        """
        key = object()
        with self._lock:
            if not self._cancelled.is_set():
                self._callbacks[key] = callback
                return lambda: self._forget(key)
        callback()
        return lambda: None

    def _forget(self, key: object) -> None:
        with self._lock:
            self._callbacks.pop(key, None)

    @property
    def cancelled(self) -> bool:
        """Whether the work is no longer wanted."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise if the work is no longer wanted.

        Raises:
            ContextCancelled: it is not.
        """
        if self.cancelled:
            raise ContextCancelled

    def wait(self, seconds: float) -> bool:
        """Sleep for ``seconds``, or until cancelled; return whether it was."""
        return self._cancelled.wait(seconds)
