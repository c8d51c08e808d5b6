"""Fetching an image's configuration beside its layers, and again where a registry fails.

Apart from pull_v2.py only to keep that file short.

Go: distribution/pull_v2.go
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.distribution.errors import retry_on_error
from engine.distribution.xfer.transfer import DoNotRetry
from engine.golang import errors
from engine.golang.context import Context
from engine.vendor.docker.distribution.registry.client.errors import retry_after

MAX_SCHEMA_PULL_ATTEMPTS = 5
SCHEMA_PULL_BACKOFF_SECONDS = 0.25


class Background:
    """Runs a function beside us; cancels the rest if it fails.

    Go: v2Puller.pullSchema2Layers (the goroutine that fetches the configuration)
    """

    def __init__(
        self, function: Callable[[], tuple[bytes, list[str]]], cancel: Callable[[], None]
    ) -> None:
        self._function = function
        self._cancel = cancel
        self._value: tuple[bytes, list[str]] | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="image-config", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._value = self._function()
        except Exception as error:
            self._error = error
            self._cancel()

    def result(self) -> tuple[bytes, list[str]]:
        """Wait for the function and return what it did."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._value is not None
        return self._value


def retry(context: Context, attempt: Callable[[], bytes]) -> bytes:
    """Try up to five times, with longer and longer pauses.

    Go: retry
    """
    seconds = SCHEMA_PULL_BACKOFF_SECONDS
    for count in range(1, MAX_SCHEMA_PULL_ATTEMPTS + 1):
        try:
            return attempt()
        except Exception as error:
            context.check()
            kept = retry_on_error(error)
            final = isinstance(kept, DoNotRetry)
            if final or count == MAX_SCHEMA_PULL_ATTEMPTS:
                attempts = count if final else count + 1  # as Go counts
                raise errors.wrap(kept, f"download failed after attempts={attempts}") from error
            advice = retry_after(error)
        if context.wait(max(seconds, advice or 0)):
            context.check()
        seconds *= 2
    raise AssertionError("unreachable")
