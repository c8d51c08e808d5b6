"""Lengths of time for people.

Go: vendor/github.com/docker/go-units/duration.go
"""

from __future__ import annotations

_SECOND = 1_000_000_000


def human_duration(nanoseconds: int) -> str:
    """Return roughly how long that is: ``About a minute``, ``4 hours``.

    Go: HumanDuration
    """
    seconds = nanoseconds // _SECOND
    if seconds < 1:
        return "Less than a second"
    if seconds < 60:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    minutes = seconds // 60
    if minutes < 60:
        return "About a minute" if minutes == 1 else f"{minutes} minutes"
    hours = (nanoseconds + 1800 * _SECOND) // (3600 * _SECOND)
    if hours == 1:
        return "About an hour"
    for limit, unit, length in (
        (48, "hours", 1),
        (24 * 14, "days", 24),
        (24 * 60, "weeks", 24 * 7),
        (24 * 730, "months", 24 * 30),
    ):
        if hours < limit:
            return f"{hours // length} {unit}"
    return f"{seconds // 3600 // 24 // 365} years"
