"""A stream whose reader sees each write at once.

Go: pkg/ioutils/writeflusher.go
"""

from __future__ import annotations

import threading
from typing import Protocol


class FlushableWriter(Protocol):
    """Where the bytes go.

    Go: io.Writer with http.Flusher
    """

    def write(self, data: bytes, /) -> int:
        """Take the bytes."""

    def flush(self) -> None:
        """Send what was taken."""


class WriteFlusher:
    """Flushes after every write; threads may share it.

    Go: WriteFlusher
    """

    __slots__ = ("_lock", "_writer", "flushed")

    def __init__(self, writer: FlushableWriter) -> None:
        self._writer = writer
        self._lock = threading.Lock()
        # Whether anything went out: the status is decided then.
        self.flushed = False

    def write(self, data: bytes) -> int:
        """Send the bytes.

        Raises:
            OSError: the reader is gone.

        Go: WriteFlusher.Write
        """
        with self._lock:
            count = self._writer.write(data)
            self._flush()
        return count

    def flush(self) -> None:
        """Send what was written before, be it nothing but a status.

        Raises:
            OSError: the reader is gone.

        Go: WriteFlusher.Flush
        """
        with self._lock:
            self._flush()

    def _flush(self) -> None:
        self.flushed = True
        self._writer.flush()
