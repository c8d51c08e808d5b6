"""The standard streams of a container, before anything is connected to them.

Go: container/stream/streams.go
"""

from __future__ import annotations

import io
from dataclasses import dataclass


class _Discard(io.RawIOBase):
    """Takes everything and keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        return memoryview(data).nbytes  # type: ignore[arg-type]


@dataclass(slots=True, eq=False)
class Config:
    """Who reads and writes the standard streams; nothing of it goes to disk.

    Only standard input has an end before the container runs: a client may write before that.

    Go: Config
    """

    _stdin: io.BytesIO | None = None
    _stdin_pipe: io.IOBase | None = None

    def stdin(self) -> io.BytesIO | None:
        """Return the end that the container reads, None if it has no standard input.

        Go: Config.Stdin
        """
        return self._stdin

    def stdin_pipe(self) -> io.IOBase | None:
        """Return the end that clients write.

        Go: Config.StdinPipe
        """
        return self._stdin_pipe

    def new_input_pipes(self) -> None:
        """Let what clients write be read by the container.

        Go: Config.NewInputPipes
        """
        self._stdin = self._stdin_pipe = io.BytesIO()

    def new_nop_input_pipe(self) -> None:
        """Drop what clients write: the container has no standard input.

        Go: Config.NewNopInputPipe
        """
        self._stdin_pipe = _DISCARD

    def close_streams(self) -> None:
        """Close what the container reads.

        Go: Config.CloseStreams
        """
        if self._stdin is not None:
            self._stdin.close()


_DISCARD = _Discard()


def new_config() -> Config:
    """Return streams that nobody is connected to.

    Go: NewConfig
    """
    return Config()
