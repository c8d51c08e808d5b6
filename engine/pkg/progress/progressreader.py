"""A stream that reports how much of it was read.

Go: pkg/progress/progressreader.go
"""

from __future__ import annotations

import time
from typing import Protocol, Self

from engine.pkg.progress.progress import Output, Progress

_SECONDS_BETWEEN = 0.1
_BYTES_BETWEEN = 512 * 1024


class Source(Protocol):
    """A stream to read from."""

    def read(self, amount: int, /) -> bytes:
        """Return up to ``amount`` bytes, none at the end."""
        ...

    def close(self) -> None:
        """Be done with it."""
        ...


class ProgressReader:
    """Reads from ``source`` and reports to ``out``, at most ten times a second.

    ``size`` is the number of bytes to come, 0 if that is not known.

    Go: Reader
    """

    def __init__(self, source: Source, out: Output, size: int, id: str, action: str) -> None:
        self._source = source
        self._out = out
        self._size = size
        self._id = id
        self._action = action
        self._current = 0
        self._reported = 0
        self._allowed_at = 0.0
        every = size // 100 if size > 0 else _BYTES_BETWEEN
        self._every = min(every, _BYTES_BETWEEN)

    def read(self, amount: int = -1, /) -> bytes:
        """Return up to ``amount`` bytes of the source.

        Go: Reader.Read
        """
        data = self._source.read(amount)
        self.advance(len(data))
        return data

    def advance(self, count: int) -> None:
        """Count bytes that were read past this reader; 0 is the end."""
        self._current += count
        if self._current - self._reported > self._every or not count:
            self._update_progress(last=not count)
            self._reported = self._current

    def close(self) -> None:
        """Show a full bar when there was more to come, and close the source.

        Go: Reader.Close
        """
        if self._current < self._size:
            self._current = self._size
            self._update_progress(last=False)
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _update_progress(self, *, last: bool) -> None:
        now = time.monotonic()
        due = now >= self._allowed_at
        if not (last or self._current == self._size or due):
            return
        if due:
            self._allowed_at = now + _SECONDS_BETWEEN
        self._out.write_progress(
            Progress(
                id=self._id,
                action=self._action,
                current=self._current,
                total=self._size,
                last_update=last,
            )
        )
