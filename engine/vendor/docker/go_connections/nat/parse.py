"""Ranges of port numbers.

Go: vendor/github.com/docker/go-connections/nat/parse.go
"""

from __future__ import annotations

from engine.golang import strconv
from engine.golang.errors import GoError


def parse_port_range(ports: str) -> tuple[int, int]:
    """Return the first and the last port of ``8000-9000``, or twice the one of ``8000``.

    A second dash and what follows is ignored, as in Go.

    Raises:
        GoError: no numbers of 16 bits, or the last is below the first.

    Go: ParsePortRange
    """
    if not ports:
        raise GoError("Empty string specified for ports.")
    parts = ports.split("-")
    start = strconv.parse_uint(parts[0], 10, 16)
    if len(parts) == 1:
        return start, start
    end = strconv.parse_uint(parts[1], 10, 16)
    if end < start:
        raise GoError(f"Invalid range specified for the Port: {ports}")
    return start, end
