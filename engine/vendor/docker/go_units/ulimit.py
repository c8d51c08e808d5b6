"""Resource limits of a process: ``nofile=1024:2048``.

Go: vendor/github.com/docker/go-units/ulimit.go
"""

from __future__ import annotations

from engine.golang import strconv
from engine.golang.errors import GoError
from engine.vendor.docker.go_units.ulimit_type import Ulimit

# The kernel's number of each limit; "as" is missing since a container could not start with it.
_ULIMIT_NAME_MAPPING = {
    "core": 4,
    "cpu": 0,
    "data": 2,
    "fsize": 1,
    "locks": 10,
    "memlock": 8,
    "msgqueue": 12,
    "nice": 13,
    "nofile": 7,
    "nproc": 6,
    "rss": 5,
    "rtprio": 14,
    "rttime": 15,
    "sigpending": 11,
    "stack": 3,
}
_TOO_LOW = "ulimit soft limit must be less than or equal to hard limit"


def parse_ulimit(val: str) -> Ulimit:
    """Return the limit that ``name=soft[:hard]`` means; without hard it equals soft.

    Raises:
        GoError: the text is malformed, the name unknown, or soft above hard.

    Go: ParseUlimit
    """
    name, equals, limits = val.partition("=")
    if not equals:
        raise GoError(f"invalid ulimit argument: {val}")
    if name not in _ULIMIT_NAME_MAPPING:
        raise GoError(f"invalid ulimit type: {name}")
    values = limits.split(":")
    if len(values) > 2:
        raise GoError(
            f"too many limit value arguments - {limits}, can only have up to two, `soft[:hard]`"
        )
    # Hard before soft, so that the error about it wins.
    hard, soft = (strconv.parse_int(value, 10, 64) for value in (values[-1], values[0]))
    if hard != -1 and soft == -1:
        raise GoError(f"{_TOO_LOW}: soft: -1 (unlimited), hard: {hard}")
    if hard != -1 and soft > hard:
        raise GoError(f"{_TOO_LOW}: {soft} > {hard}")
    return Ulimit(name=name, soft=soft, hard=hard)
