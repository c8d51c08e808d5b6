"""Points in time as they travel in a query: ``SECONDS.NANOSECONDS``.

Go: api/types/time/timestamp.go
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta, timezone

from engine.golang import strconv
from engine.golang.duration import parse_duration
from engine.golang.errors import GoError

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(\.\d+)?)?)?)?(Z|[+-]\d\d:\d\d)?"
)


def get_timestamp(value: str, reference: float | None = None) -> str:
    """Return the time that ``value`` stands for as ``SECONDS.NANOSECONDS``.

    It may be so already, or a time of day (``2006-01-02T15:04:05Z``, the end left out as far as
    one likes, by this host's clock if no zone is named), or how long ago it is (``1h30m``).

    Raises:
        GoError: it is none of these.

    Go: GetTimestamp
    """
    now = time.time() if reference is None else reference
    if value != "0":
        try:
            return str(int(now - parse_duration(value) / 1_000_000_000))
        except GoError:
            pass
    moment = _MOMENT.fullmatch(value)
    if moment is None:
        if "-" in value:
            raise GoError(f"parsing time {strconv.quote(value)}: cannot parse it as a time")
        _parse_timestamp(value)
        return value
    return _unix(moment)


def _parse_timestamp(value: str) -> None:
    try:
        strconv.parse_int(value.partition(".")[0], 10, 64)
        parse_timestamps(value, 0)
    except GoError:
        raise GoError(
            f"failed to parse value as time or duration: {strconv.quote(value)}"
        ) from None


def _unix(moment: re.Match[str]) -> str:
    day, hour, minute, second, fraction, zone = moment.groups()
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}"
    try:
        local = datetime.fromisoformat(f"{day}T{clock}")
    except ValueError as error:
        raise GoError(f"parsing time {strconv.quote(moment[0])}: {error}") from error
    if zone is None:
        local = local.astimezone()
    elif zone == "Z":
        local = local.replace(tzinfo=UTC)
    else:
        away = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        local = local.replace(tzinfo=timezone(-away if zone[0] == "-" else away))
    nanoseconds = (fraction or ".0")[1:10].ljust(9, "0")
    return f"{int(local.timestamp())}.{nanoseconds}"


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
