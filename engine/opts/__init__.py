"""Checks of single values that the daemon and its options share.

Go: opts/opts.go
"""

from engine.opts.env import validate_env
from engine.opts.hosts import HOST_GATEWAY_NAME, validate_extra_host
from engine.opts.opts import (
    parse_link,
    validate_dns_search,
    validate_ip_address,
    validate_label,
)

__all__ = [
    "HOST_GATEWAY_NAME",
    "parse_link",
    "validate_dns_search",
    "validate_env",
    "validate_extra_host",
    "validate_ip_address",
    "validate_label",
]
