"""The driver that posts lines to a Splunk collector.

Go: daemon/logger/splunk/splunk.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang.errors import GoError

_LOG_OPTS = frozenset(
    {
        "splunk-url",
        "splunk-token",
        "splunk-source",
        "splunk-sourcetype",
        "splunk-index",
        "splunk-capath",
        "splunk-caname",
        "splunk-insecureskipverify",
        "splunk-format",
        "splunk-verify-connection",
        "splunk-gzip",
        "splunk-gzip-level",
        "splunk-index-acknowledgment",
        "env",
        "env-regex",
        "labels",
        "labels-regex",
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
            raise GoError(f"unknown log opt '{key}' for splunk log driver")
