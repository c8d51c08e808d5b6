"""Checks an additional host of a container.

Go: opts/hosts.go
"""

from __future__ import annotations

from engine.golang import strconv
from engine.golang.errors import GoError
from engine.opts.opts import validate_ip_address

# Stands for the address of the host itself.
HOST_GATEWAY_NAME = "host-gateway"


def validate_extra_host(value: str) -> str:
    """Return ``name:ip`` unchanged; only the first colon splits, so that IPv6 is possible.

    Raises:
        GoError: the form is wrong, or it is no IP address.

    Go: ValidateExtraHost
    """
    name, colon, address = value.partition(":")
    if not colon or not name:
        raise GoError(f"bad format for add-host: {strconv.quote(value)}")
    if address != HOST_GATEWAY_NAME:
        try:
            validate_ip_address(address)
        except GoError:
            raise GoError(f"invalid IP address in add-host: {strconv.quote(address)}") from None
    return value
