"""What input and output have in common: they may be a terminal.

Go: cli/streams/stream.go
"""

from __future__ import annotations


class CommonStream:
    """Knows its file descriptor, and whether a person is at the other end.

    Go: commonStream
    """

    def __init__(self, stream: object) -> None:
        self._fd, self._is_terminal = _get_fd_info(stream)

    def fd(self) -> int:
        """Return the file descriptor, -1 for a stream in memory.

        Go: commonStream.FD
        """
        return self._fd

    def is_terminal(self) -> bool:
        """Say whether this is a terminal.

        Go: commonStream.IsTerminal
        """
        return self._is_terminal

    def set_is_terminal(self, is_terminal: bool) -> None:
        """Pretend.

        Go: commonStream.SetIsTerminal
        """
        self._is_terminal = is_terminal


def _get_fd_info(stream: object) -> tuple[int, bool]:
    """Return descriptor and kind of ``stream``.

    Go: github.com/moby/term GetFdInfo
    """
    try:
        fd: int = stream.fileno()  # type: ignore[attr-defined]
        return fd, bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return -1, False
