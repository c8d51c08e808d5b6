"""Transfers: a few at a time, each done once however many ask for it.

Go runs a transfer in a goroutine and passes progress through channels; here it is a thread, and
progress goes straight to those who watch.

Go: distribution/xfer/transfer.go
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from engine.golang.context import Context
from engine.pkg.progress.progress import Output, Progress

T = TypeVar("T")


class DoNotRetry(Exception):
    """Wraps an error that will not go away by itself.

    Go: DoNotRetry
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


class Watcher:
    """Somebody who wants to see a transfer's progress.

    Go: Watcher
    """

    def __init__(self, out: Output) -> None:
        self.out = out


class Transfer(Generic[T]):
    """One transfer: under way, done, or no longer wanted.

    Cancelled when the last watcher leaves before it is done; released when the last one leaves
    after that.

    Go: transfer
    """

    def __init__(self) -> None:
        self.context = Context()
        self.start = threading.Event()
        self._lock = threading.Lock()
        self._watchers: set[Watcher] = set()
        self._last: dict[str, Progress] = {}
        self._done = threading.Event()
        self._result: T | None = None
        self._error: Exception | None = None
        self._on_release: list[Callable[[], None]] = []

    def watch(self, out: Output) -> Watcher:
        """Start to pass progress to ``out``, beginning with how far the transfer is.

        Go: transfer.Watch
        """
        watcher = Watcher(out)
        with self._lock:
            self._watchers.add(watcher)
            for progress in self._last.values():
                out.write_progress(progress)
        return watcher

    def write_progress(self, progress: Progress) -> None:
        """Pass a report to all who watch.

        Go: transfer.Broadcast
        """
        with self._lock:
            self._last[progress.id] = progress
            for watcher in self._watchers:
                watcher.out.write_progress(progress)

    def release(self, watcher: Watcher) -> None:
        """Say that ``watcher`` needs neither progress nor result any more.

        Go: transfer.Release
        """
        with self._lock:
            self._watchers.discard(watcher)
            if self._watchers:
                return
            callbacks, self._on_release = self._on_release, []
        if not self._done.is_set():
            self.context.cancel()
        for callback in callbacks:
            callback()

    def on_release(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` when nobody needs the result; at once if nobody does now.

        Go: transfer.Released
        """
        with self._lock:
            if self._watchers:
                self._on_release.append(callback)
                return
        callback()

    def finish(self, result: T | None, error: Exception | None) -> None:
        """Hand the result to those who wait."""
        self._result, self._error = result, error
        self._done.set()

    @property
    def done(self) -> bool:
        """Whether there is a result or an error."""
        return self._done.is_set()

    def result(self, context: Context | None = None) -> T:
        """Wait for the result, or until ``context`` is cancelled.

        Raises:
            Exception: what the transfer failed with.
            ContextCancelled: nobody waits for it any more.
        """
        while not self._done.wait(0.05 if context is not None else None):
            if context is not None:
                context.check()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result


class TransferManager(Generic[T]):
    """Starts transfers, ``concurrency_limit`` at a time (0: all at once).

    Go: transferManager
    """

    def __init__(self, concurrency_limit: int) -> None:
        self._limit = concurrency_limit
        self._lock = threading.Lock()
        self._active = 0
        self._waiting: deque[threading.Event] = deque()
        self._transfers: dict[str, Transfer[T]] = {}

    def transfer(
        self, key: str, do: Callable[[Transfer[T], Callable[[], None]], T], out: Output
    ) -> tuple[Transfer[T], Watcher]:
        """Join the transfer ``key``, or start ``do`` for it.

        ``do`` gets the transfer and a function to call when it stops to use the network.

        Go: transferManager.Transfer
        """
        with self._lock:
            known = self._transfers.get(key)
            if known is not None and not known.context.cancelled:
                return known, known.watch(out)
            transfer: Transfer[T] = Transfer()
            watcher = transfer.watch(out)
            self._transfers[key] = transfer
            if not self._limit or self._active < self._limit:
                self._active += 1
                transfer.start.set()
            else:
                self._waiting.append(transfer.start)
        threading.Thread(
            target=self._run, args=(key, transfer, do), name="transfer", daemon=True
        ).start()
        return transfer, watcher

    def _run(
        self,
        key: str,
        transfer: Transfer[T],
        do: Callable[[Transfer[T], Callable[[], None]], T],
    ) -> None:
        inactive = _Once(self._inactivate)
        result: T | None = None
        failure: Exception | None = None
        try:
            result = do(transfer, inactive)
        except Exception as error:
            failure = error
        # Out of the table before anybody learns of the end: who comes later starts anew.
        transfer.on_release(lambda: self._forget(key, transfer))
        if failure is not None:
            self._forget(key, transfer)
        transfer.finish(result, failure)
        inactive()

    def _forget(self, key: str, transfer: Transfer[T]) -> None:
        with self._lock:
            if self._transfers.get(key) is transfer:
                del self._transfers[key]

    def _inactivate(self) -> None:
        """Let the next one start.

        Go: transferManager.inactivate
        """
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._active -= 1


class _Once:
    """Calls a function the first time it is called itself."""

    def __init__(self, function: Callable[[], None]) -> None:
        self._function = function
        self._called = False

    def __call__(self) -> None:
        if not self._called:
            self._called = True
            self._function()
