"""Files with a ``key=value`` on each line.

Go: opts/file.go
"""

from __future__ import annotations

import os
from collections.abc import Callable

from engine.golang import errors
from engine.golang.strings import trim_left_space, trim_space

WHITE_SPACES = " \t"
# A longer line does not fit into the buffer of Go's line reader.
_LONGEST_LINE = 64 * 1024 - 1


class BadKey(errors.GoError):
    """A line has no usable name.

    Go: ErrBadKey
    """

    def __init__(self, msg: str) -> None:
        super().__init__(f"poorly formatted environment: {msg}")


def parse_key_value_file(filename: str, empty_fn: Callable[[str], str | None] | None) -> list[str]:
    """Return the ``key=value`` lines of a file; values are kept to the last blank.

    Empty lines and those that start with ``#`` are skipped. A line without ``=`` gets its value
    from ``empty_fn``, or is dropped.

    Raises:
        OSError: the file cannot be read.
        BadKey: a name is empty or contains blanks.
        GoError: a line is no UTF-8, or longer than 64 KiB.

    Go: parseKeyValueFile
    """
    lines: list[str] = []
    for number, data in enumerate(read_file(filename).split(b"\n"), 1):
        if len(data) > _LONGEST_LINE:
            raise errors.GoError("bufio.Scanner: token too long")
        line = trim_left_space(_decode(filename, number, data.removesuffix(b"\r")))
        if line and not line.startswith("#"):
            pair = _pair(line, empty_fn)
            if pair is not None:
                lines.append(pair)
    return lines


def read_file(filename: str) -> bytes:
    """Return what is in a file.

    Raises:
        OSError: ``open NAME: ...`` or ``read NAME: ...``.

    Go: os.ReadFile
    """
    with errors.os_error("open", filename):
        fd = os.open(filename, os.O_RDONLY | os.O_CLOEXEC)
    # Not open(fd): that one refuses directories by itself, and leaves the descriptor open.
    try:
        with errors.os_error("read", filename):
            return b"".join(iter(lambda: os.read(fd, 1 << 16), b""))
    finally:
        os.close(fd)


def _decode(filename: str, number: int, data: bytes) -> str:
    """Return the line as text; the first line may start with a byte order mark."""
    try:
        line = data.decode()
    except UnicodeDecodeError as error:
        shown = " ".join(str(byte) for byte in data)
        raise errors.GoError(
            f"env file {filename} contains invalid utf8 bytes at line {number}: [{shown}]"
        ) from error
    return line.removeprefix("\ufeff") if number == 1 else line


def _pair(line: str, empty_fn: Callable[[str], str | None] | None) -> str | None:
    name, equals, value = line.partition("=")
    variable = name.lstrip(WHITE_SPACES)
    if any(char in WHITE_SPACES for char in variable):
        raise BadKey(f"variable '{variable}' contains whitespaces")
    if not variable:
        raise BadKey(f"no variable name on line '{line}'")
    if equals:
        return f"{variable}={value}"
    found = empty_fn(line) if empty_fn is not None else None
    return None if found is None else f"{trim_space(line)}={found}"
