"""The driver that sends lines to fluentd.

Go: daemon/logger/fluentd/fluentd.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang import net, strconv
from engine.golang.errors import GoError, wrap
from engine.pkg import urlutil

_ADDRESS = "fluentd-address"
_ASYNC = "fluentd-async"
_ASYNC_CONNECT = "fluentd-async-connect"
_BUFFER_LIMIT = "fluentd-buffer-limit"
_MAX_RETRIES = "fluentd-max-retries"
_REQUEST_ACK = "fluentd-request-ack"
_RETRY_WAIT = "fluentd-retry-wait"
_SUB_SECOND_PRECISION = "fluentd-sub-second-precision"
_LOG_OPTS = frozenset(
    {
        "env",
        "env-regex",
        "labels",
        "labels-regex",
        "tag",
        _ADDRESS,
        _ASYNC,
        _ASYNC_CONNECT,
        _BUFFER_LIMIT,
        _MAX_RETRIES,
        _REQUEST_ACK,
        _RETRY_WAIT,
        _SUB_SECOND_PRECISION,
    }
)


def validate_log_opt(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver.

    Raises:
        GoError: unknown or contradicting options, or a value that cannot be read.

    Go: ValidateLogOpt
    """
    for key in cfg:
        if key not in _LOG_OPTS:
            raise GoError(f"unknown log opt '{key}' for fluentd log driver")
    _parse_config(cfg)


def _parse_config(cfg: Mapping[str, str]) -> None:
    from engine.golang.duration import parse_duration
    from engine.vendor.docker.go_units.size import ram_in_bytes

    _parse_address(cfg.get(_ADDRESS, ""))
    if cfg.get(_BUFFER_LIMIT):
        ram_in_bytes(cfg[_BUFFER_LIMIT])
    if cfg.get(_RETRY_WAIT):
        parse_duration(cfg[_RETRY_WAIT])
    if cfg.get(_MAX_RETRIES):
        strconv.parse_uint(cfg[_MAX_RETRIES], 10, 64)
    if cfg.get(_ASYNC) and cfg.get(_ASYNC_CONNECT):
        # The missing quote at the end is Go's.
        raise GoError(f"conflicting options: cannot specify both '{_ASYNC}' and '{_ASYNC_CONNECT}")
    for key in (_ASYNC, _ASYNC_CONNECT, _SUB_SECOND_PRECISION, _REQUEST_ACK):
        if cfg.get(key):
            strconv.parse_bool(cfg[key])


def _parse_address(address: str) -> None:
    if not address:
        return
    given = address
    if urlutil.is_transport_url(address):
        scheme, _, rest = address.partition("://")
        if scheme in ("unix", "unixgram"):
            return
        address = rest.partition("/")[0]
    try:
        _, port = net.split_host_port(address)
        strconv.atoi(port)
    except GoError as error:
        if "missing port in address" not in str(error):
            raise wrap(error, f"invalid fluentd-address {given}") from error
