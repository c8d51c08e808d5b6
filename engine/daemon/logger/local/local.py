"""The driver that writes compressed records in the container's directory.

Go: daemon/logger/local/local.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang.errors import GoError

# The options that the driver takes.
LOG_OPT_KEYS = frozenset({"max-file", "max-size", "compress"})


def validate_log_opt(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver.

    Raises:
        GoError: there is no such option.

    Go: ValidateLogOpt
    """
    for key in cfg:
        if key not in LOG_OPT_KEYS:
            raise GoError(f"unknown log opt '{key}' for log driver local")
