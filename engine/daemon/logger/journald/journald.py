"""The driver that hands lines to systemd's journal.

Go: daemon/logger/journald/journald.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang.errors import GoError

_LOG_OPTS = frozenset(
    {
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

    Go: validateLogOpt
    """
    for key in cfg:
        if key not in _LOG_OPTS:
            raise GoError(f"unknown log opt '{key}' for journald log driver")
