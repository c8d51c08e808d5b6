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
# How often somebody who waits looks whether they still have to.
_LOOK_SECONDS = 0.05


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
    """One transfer: under way, over, or no longer wanted.

    Cancelled when the last watcher leaves before it is closed; released when the last one has
    left after that.

    Go: transfer
    """

    def __init__(self) -> None:
        self.context = Context()
        self.start = threading.Event()
        self._lock = threading.Lock()
        self._watchers: set[Watcher] = set()
        self._last: dict[str, Progress] = {}
        self._closed = False
        self._done = threading.Event()
        self._result: T | None = None
        self._error: Exception | None = None
        self._on_release: list[Callable[[], None]] = []

    def watch(self, out: Output) -> Watcher | None:
        """Start to pass progress to ``out``, beginning with how far the transfer is.

        None if nobody wanted it any more, so that it is about to end.

        Go: transfer.Watch
        """
        watcher = Watcher(out)
        with self._lock:
            if self.context.cancelled:
                return None
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
            if not self._closed:
                self.context.cancel()
            callbacks = self._released()
        for callback in callbacks:
            callback()

    def close(self) -> None:
        """Say that nobody will come to watch any more.

        Go: transfer.Close
        """
        with self._lock:
            self._closed = True
            callbacks = self._released()
        for callback in callbacks:
            callback()

    def _released(self) -> list[Callable[[], None]]:
        """Return what is to be done if the transfer is over and nobody needs it.

        Go: transfer.Released
        """
        if not self._closed or self._watchers:
            return []
        callbacks, self._on_release = self._on_release, []
        return callbacks

    def on_release(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` when nobody needs the result; for the transfer itself, before its end.

        Go: transfer.Released
        """
        with self._lock:
            self._on_release.append(callback)

    def finish(self, result: T | None, error: Exception | None) -> None:
        """Hand the result to those who wait."""
        self._result, self._error = result, error
        self._done.set()

    @property
    def done(self) -> bool:
        """Whether there is a result or an error.

        Go: transfer.Done
        """
        return self._done.is_set()

    def result(self, context: Context | None = None) -> T:
        """Wait for the result, or until ``context`` is cancelled.

        Raises:
            Exception: what the transfer failed with.
            ContextCancelled: nobody waits for it any more.

        Go: download.go downloadTransfer.result
        """
        while not self._done.wait(_LOOK_SECONDS if context is not None else None):
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
            watcher = known.watch(out) if known is not None else None
            if known is not None and watcher is not None:
                return known, watcher
            # One that was cancelled ends by itself, in files of its own.
            transfer: Transfer[T] = Transfer()
            watcher = transfer.watch(out)
            assert watcher is not None
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
        inactive()
        # Who comes from now on starts anew; who came before has the result kept for them.
        with self._lock:
            if self._transfers.get(key) is transfer:
                del self._transfers[key]
        transfer.close()
        transfer.finish(result, failure)

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
