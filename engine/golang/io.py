"""Streams: what is read and written piece by piece.

Go: io
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

from engine.golang.errors import GoError


class UnexpectedEOF(GoError):
    """The stream ended in the middle of something.

    Go: io.ErrUnexpectedEOF
    """

    def __init__(self) -> None:
        super().__init__("unexpected EOF")


class Readable(Protocol):
    """A stream of bytes; a call may give fewer than asked for, and none only at the end.

    Go: io.Reader
    """

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes."""


class Writable(Protocol):
    """A stream that takes bytes.

    Go: io.Writer
    """

    def write(self, data: bytes, /) -> object:
        """Take ``data``."""


class ChunkReader:
    """Makes a stream of pieces that are made one after another, as they are read.

    Go has a goroutine and a pipe in such places; here reading drives the maker.

    Go: io.Pipe
    """

    def __init__(self, chunks: Generator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, all that is left for -1, none at the end."""
        if size < 0:
            rest, self._rest = self._rest, b""
            return rest + b"".join(self._chunks)
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return b""
            self._rest = chunk
        if len(self._rest) <= size:
            chunk, self._rest = self._rest, b""
        else:
            chunk, self._rest = self._rest[:size], self._rest[size:]
        return chunk

    def close(self) -> None:
        """Stop making pieces; what the maker holds open is closed."""
        self._chunks.close()
