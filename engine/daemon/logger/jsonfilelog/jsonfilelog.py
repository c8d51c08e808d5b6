"""The default driver: one JSON object a line, in the container's directory.

Go: daemon/logger/jsonfilelog/jsonfilelog.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang.errors import GoError

_LOG_OPTS = frozenset(
    {
        "max-file",
        "max-size",
        "compress",
        "labels",
        "labels-regex",
        "env",
        "env-regex",
        "tag",
    }
)


def validate_log_opt(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver.

    Raises:
        GoError: there is no such option.

    Go: ValidateLogOpt
    """
    for key in cfg:
        if key not in _LOG_OPTS:
            raise GoError(f"unknown log opt '{key}' for json-file log driver")
