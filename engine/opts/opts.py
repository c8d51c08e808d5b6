"""Checks of single option values.

Go: opts/opts.go
"""

from __future__ import annotations

import posixpath
import re

from engine.golang import net
from engine.golang.errors import GoError

_ALPHA = re.compile(r"[a-zA-Z]")
_DOMAIN = re.compile(
    r"^(:?(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9]))"
    r"(:?\.(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])))*)\.?\s*$"
)


def validate_ip_address(value: str) -> str:
    """Return the IP address in its usual form.

    Raises:
        GoError: it is none.

    Go: ValidateIPAddress
    """
    address = net.parse_ip(value.strip())
    if address is None:
        raise GoError(f"{value} is not an ip address")
    return str(address)


def validate_dns_search(value: str) -> str:
    """Return the search domain; a single dot stands for none.

    Raises:
        GoError: it is no domain.

    Go: ValidateDNSSearch
    """
    value = value.strip(" ")
    return value if value == "." else _validate_domain(value)


def _validate_domain(value: str) -> str:
    found = _DOMAIN.match(value) if _ALPHA.search(value) else None
    if found is None or len(found[1]) >= 255:
        raise GoError(f"{value} is not a valid domain")
    return found[1]


def validate_label(value: str) -> str:
    """Return ``key=value`` unchanged.

    Raises:
        GoError: there is no ``=``, or the key is in a namespace reserved for Docker.

    Go: ValidateLabel
    """
    if "=" not in value:
        raise GoError(f"bad attribute format: {value}")
    lowered = value.lower()
    if lowered.startswith(("com.docker.", "io.docker.", "org.dockerproject.")):
        raise GoError(
            f"label {value} is not allowed: the namespaces com.docker.*, io.docker.*, and "
            "org.dockerproject.* are reserved for internal use"
        )
    return value


def parse_link(value: str) -> tuple[str, str]:
    """Return the container and the alias of ``name[:alias]``; without alias it is the name.

    A stored link has the form ``/name:/parent/alias``, and is understood too.

    Raises:
        GoError: empty, or more than one colon.

    Go: ParseLink
    """
    if not value:
        raise GoError("empty string specified for links")
    parts = value.split(":")
    if len(parts) > 2:
        raise GoError(f"bad format for links: {value}")
    if len(parts) == 1:
        return value, value
    name, alias = parts
    if name.startswith("/"):
        return name[1:], posixpath.basename(alias)
    return name, alias
