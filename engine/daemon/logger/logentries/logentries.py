"""The driver that sends lines to Logentries.

Go: daemon/logger/logentries/logentries.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang.errors import GoError


def validate_log_opt(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver: any passes, for Go compares each key with itself.

    Raises:
        GoError: the token is missing.

    Go: ValidateLogOpt
    """
    if not cfg.get("logentries-token"):
        raise GoError("Missing logentries token")
