"""The driver that sends lines to Google Cloud.

Go: daemon/logger/gcplogs/gcplogging.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang import strconv
from engine.golang.errors import GoError

_LOG_OPTS = frozenset(
    {
        "gcp-project",
        "labels",
        "labels-regex",
        "env",
        "env-regex",
        "gcp-log-cmd",
        "gcp-meta-zone",
        "gcp-meta-name",
        "gcp-meta-id",
    }
)


def validate_log_opts(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver.

    Raises:
        GoError: there is no such option.

    Go: ValidateLogOpts
    """
    for key in cfg:
        if key not in _LOG_OPTS:
            raise GoError(f"{strconv.quote(key)} is not a valid option for the gcplogs driver")
