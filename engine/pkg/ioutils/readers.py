"""Streams with something to do at their end.

Go: pkg/ioutils/readers.go
"""

from __future__ import annotations

from collections.abc import Callable

from engine.golang.io import Readable


class ReadCloserWrapper:
    """A stream that calls ``closer`` once, when it is closed.

    Go: ReadCloserWrapper
    """

    def __init__(self, stream: Readable, closer: Callable[[], None]) -> None:
        self._stream = stream
        self._closer: Callable[[], None] | None = closer

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end."""
        return self._stream.read(size)

    def close(self) -> None:
        """Do what is to be done; a second call does nothing.

        Go: ReadCloserWrapper.Close
        """
        closer, self._closer = self._closer, None
        if closer is not None:
            closer()
