"""Points in time as Go writes them in JSON: UTC, with nanoseconds, zeros at the end cut off.

They are kept as text, so that what was read is written again to the digit.

Go: time
"""

from __future__ import annotations

import time
from calendar import timegm

from engine.golang.errors import GoError

# The time of something that has not happened.
ZERO = "0001-01-01T00:00:00Z"

_SECOND = 1_000_000_000


def now() -> str:
    """Return the present in UTC.

    Go: Now
    """
    return rfc3339_nano(time.time_ns())


def rfc3339_nano(nanoseconds: int) -> str:
    """Return the text for a number of nanoseconds since 1970.

    >>> rfc3339_nano(1_500_000_000)
    '1970-01-01T00:00:01.5Z'

    Go: RFC3339Nano
    """
    seconds, fraction = divmod(nanoseconds, _SECOND)
    day = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{day}.{fraction:09d}".rstrip("0").rstrip(".") + "Z"


def rfc3339_nano_local(nanoseconds: int) -> str:
    """Return the text for a number of nanoseconds since 1970, in the time zone of this host.

    Go: Time.MarshalJSON of a time that the host made
    """
    seconds = nanoseconds // _SECOND
    offset = time.localtime(seconds).tm_gmtoff
    if not offset:
        return rfc3339_nano(nanoseconds)
    sign, minutes = "-" if offset < 0 else "+", abs(offset) // 60
    shifted = rfc3339_nano(nanoseconds + offset * _SECOND)
    return f"{shifted[:-1]}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def is_zero(moment: str) -> bool:
    """Say whether ``moment`` stands for something that has not happened.

    Go: Time.IsZero
    """
    return moment in (ZERO, "")


def unix_nano(moment: str) -> int:
    """Return the nanoseconds since 1970; the zero time is far below 0.

    Raises:
        GoError: the text is no time.

    Go: Time.UnixNano
    """
    date, _, zone = moment.partition("T")
    clock, offset = zone, 0
    if zone.endswith("Z"):
        clock = zone[:-1]
    elif len(zone) > 6 and zone[-6] in "+-":
        clock = zone[:-6]
        minutes = int(zone[-5:-3]) * 60 + int(zone[-2:])
        offset = minutes * 60 * (-1 if zone[-6] == "-" else 1)
    try:
        whole, _, fraction = clock.partition(".")
        parsed = time.strptime(f"{date}T{whole}", "%Y-%m-%dT%H:%M:%S")
        return (timegm(parsed) - offset) * _SECOND + int(fraction[:9].ljust(9, "0"))
    except ValueError:
        raise GoError(f'parsing time "{moment}" as "2006-01-02T15:04:05Z07:00"') from None
