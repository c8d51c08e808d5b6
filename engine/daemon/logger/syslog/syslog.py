"""The driver that sends lines to syslog.

Go: daemon/logger/syslog/syslog.go
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from engine.golang import net, strconv
from engine.golang.errors import GoError, os_error
from engine.pkg import urlutil

_LOG_OPTS = frozenset(
    {
        "env",
        "env-regex",
        "labels",
        "labels-regex",
        "syslog-address",
        "syslog-facility",
        "syslog-tls-ca-cert",
        "syslog-tls-cert",
        "syslog-tls-key",
        "syslog-tls-skip-verify",
        "tag",
        "syslog-format",
    }
)
_FACILITIES = frozenset(
    {
        "kern",
        "user",
        "mail",
        "daemon",
        "auth",
        "syslog",
        "lpr",
        "news",
        "uucp",
        "cron",
        "authpriv",
        "ftp",
        *(f"local{number}" for number in range(8)),
    }
)
_FORMATS = ("", "rfc3164", "rfc5424", "rfc5424micro")


def validate_log_opt(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver.

    Raises:
        GoError: unknown option, or a bad address, facility or format.
        OSError: the address is a socket that does not exist.

    Go: ValidateLogOpt
    """
    for key in cfg:
        if key not in _LOG_OPTS:
            raise GoError(f"unknown log opt '{key}' for syslog log driver")
    _parse_address(cfg.get("syslog-address", ""))
    _parse_facility(cfg.get("syslog-facility", ""))
    if cfg.get("syslog-format", "") not in _FORMATS:
        raise GoError("Invalid syslog format")


def _parse_address(address: str) -> None:
    if not address:
        return
    if not urlutil.is_transport_url(address):
        raise GoError(f"syslog-address should be in form proto://address, got {address}")
    scheme, _, rest = address.partition("://")
    if scheme in ("unix", "unixgram"):
        path = rest.partition("?")[0]
        with os_error("stat", path):
            os.stat(path)
        return
    try:
        net.split_host_port(rest.partition("/")[0])
    except GoError as error:
        if "missing port in address" not in str(error):
            raise


def _parse_facility(facility: str) -> None:
    if not facility or facility in _FACILITIES:
        return
    try:
        known = 0 <= strconv.atoi(facility) <= 23
    except GoError:
        known = False
    if not known:
        raise GoError("invalid syslog facility")
