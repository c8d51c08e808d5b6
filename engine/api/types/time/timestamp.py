"""Points in time as they travel in a query: ``SECONDS.NANOSECONDS``.

Go: api/types/time/timestamp.go
"""

from __future__ import annotations

from engine.golang import strconv


def parse_timestamps(value: str, default: int) -> tuple[int, int]:
    """Return seconds and nanoseconds; ``default`` seconds for an empty text.

    A fraction may have any number of digits.

    Raises:
        NumError: no numbers.

    Go: ParseTimestamps
    """
    if not value:
        return default, 0
    whole, dot, fraction = value.partition(".")
    seconds = strconv.parse_int(whole, 10, 64)
    if not dot:
        return seconds, 0
    parts = strconv.parse_int(fraction, 10, 64)
    return seconds, int(parts * 10.0 ** (9 - len(fraction)))
