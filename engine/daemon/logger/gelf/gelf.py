"""The driver that sends lines to Graylog.

Go: daemon/logger/gelf/gelf.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.golang import net, strconv
from engine.golang.errors import GoError
from engine.pkg import urlutil

_FREE = frozenset({"gelf-address", "tag", "labels", "labels-regex", "env", "env-regex"})
_LEVELS = range(-1, 10)
_TYPES = ("gzip", "zlib", "none")


def validate_log_opt(cfg: Mapping[str, str]) -> None:
    """Check the options of the driver.

    Raises:
        GoError: bad address, unknown option, or one that does not go with the protocol.

    Go: ValidateLogOpt
    """
    scheme = _parse_address(cfg.get("gelf-address", ""))
    for key, value in cfg.items():
        if key.startswith("gelf-compression-") and key != "gelf-compression-":
            _check_compression(scheme, key, value)
        elif key in ("gelf-tcp-max-reconnect", "gelf-tcp-reconnect-delay"):
            _check_reconnect(scheme, key, value)
        elif key not in _FREE:
            raise GoError(f"unknown log opt {strconv.quote(key)} for gelf log driver")


def _check_compression(scheme: str, key: str, value: str) -> None:
    if key not in ("gelf-compression-level", "gelf-compression-type"):
        raise GoError(f"unknown log opt {strconv.quote(key)} for gelf log driver")
    if scheme != "udp":
        raise GoError("compression is only supported on UDP")
    good = value in _TYPES if key == "gelf-compression-type" else _number(value) in _LEVELS
    if not good:
        raise GoError(
            f"unknown value {strconv.quote(value)} for log opt {strconv.quote(key)} "
            "for gelf log driver"
        )


def _check_reconnect(scheme: str, key: str, value: str) -> None:
    if scheme != "tcp":
        raise GoError(f"{strconv.quote(key)} is only valid for TCP")
    number = _number(value)
    if number is None or number < 0:
        raise GoError(f"{strconv.quote(key)} must be a positive integer")


def _number(value: str) -> int | None:
    try:
        return strconv.atoi(value)
    except GoError:
        return None


def _parse_address(address: str) -> str:
    """Return the address' protocol."""
    if not address:
        raise GoError("gelf-address is a required parameter")
    if not urlutil.is_transport_url(address):
        raise GoError(f"gelf-address should be in form proto://address, got {address}")
    scheme, _, rest = address.partition("://")
    if scheme not in ("udp", "tcp"):
        raise GoError("gelf: endpoint needs to be TCP or UDP")
    try:
        net.split_host_port(rest.partition("/")[0])
    except GoError:
        raise GoError("gelf: please provide gelf-address as proto://host:port") from None
    return scheme
