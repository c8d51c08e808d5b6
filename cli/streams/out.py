"""Where results go.

Go: cli/streams/out.go
"""

from __future__ import annotations

from typing import TextIO

from cli.streams.stream import CommonStream


class Out(CommonStream):
    """Standard output, or whatever stands in for it.

    Go: Out
    """

    def __init__(self, out: TextIO) -> None:
        super().__init__(out)
        self._out = out

    def write(self, text: str, /) -> int:
        """Print ``text``.

        Go: Out.Write
        """
        return self._out.write(text)

    def flush(self) -> None:
        """Print it now; Go never keeps anything back."""
        self._out.flush()
