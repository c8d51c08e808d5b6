"""The driver that sends lines to Amazon CloudWatch.

Go: daemon/logger/awslogs/cloudwatchlogs.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang import strconv
from engine.golang.errors import GoError

_LOG_GROUP = "awslogs-group"
_CREATE_GROUP = "awslogs-create-group"
_DATETIME_FORMAT = "awslogs-datetime-format"
_MULTILINE_PATTERN = "awslogs-multiline-pattern"
_POSITIVE = ("awslogs-force-flush-interval-seconds", "awslogs-max-buffered-events")
_LOG_OPTS = frozenset(
    {
        _LOG_GROUP,
        "awslogs-stream",
        _CREATE_GROUP,
        "awslogs-region",
        "awslogs-endpoint",
        "tag",
        _DATETIME_FORMAT,
        _MULTILINE_PATTERN,
        "awslogs-credentials-endpoint",
        *_POSITIVE,
    }
)


def validate_log_opt(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver.

    Raises:
        GoError: unknown or contradicting options, no log group, or a value out of range.

    Go: ValidateLogOpt
    """
    for key in cfg:
        if key not in _LOG_OPTS:
            raise GoError(f"unknown log opt '{key}' for awslogs log driver")
    if not cfg.get(_LOG_GROUP):
        raise GoError(f"must specify a value for log opt '{_LOG_GROUP}'")
    if cfg.get(_CREATE_GROUP):
        try:
            strconv.parse_bool(cfg[_CREATE_GROUP])
        except GoError as error:
            raise GoError(
                f"must specify valid value for log opt '{_CREATE_GROUP}': {error}"
            ) from None
    for key in _POSITIVE:
        _check_positive(key, cfg.get(key, ""))
    if _DATETIME_FORMAT in cfg and _MULTILINE_PATTERN in cfg:
        raise GoError(
            f"you cannot configure log opt '{_DATETIME_FORMAT}' and '{_MULTILINE_PATTERN}' "
            "at the same time"
        )


def _check_positive(key: str, value: str) -> None:
    if not value:
        return
    try:
        good = strconv.atoi(value) > 0
    except GoError:
        good = False
    if not good:
        raise GoError(f"must specify a positive integer for log opt '{key}': {value}")
