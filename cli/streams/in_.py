"""Where input comes from.

Go: cli/streams/in.go
"""

from __future__ import annotations

from typing import BinaryIO

from cli.streams.stream import CommonStream


class In(CommonStream):
    """Standard input, or whatever stands in for it.

    Go: In
    """

    def __init__(self, source: BinaryIO) -> None:
        super().__init__(source)
        self._in = source

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes, nothing at the end.

        Go: In.Read
        """
        return self._in.read(size)

    def readline(self) -> bytes:
        """Return one line with its end, nothing at the end."""
        return self._in.readline()
