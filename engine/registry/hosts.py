"""Hosts, ports and networks in the settings about registries.

Split from config.go: none of this knows what a registry is.

Go: registry/config.go
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from engine.api.types.registry import IPNetwork
from engine.golang.errors import GoError
from engine.golang.strconv import atoi, quote
from engine.vendor.docker.distribution import reference

_HOST_PORT = re.compile(reference.DOMAIN)


def is_cidr_match(networks: Iterable[IPNetwork], url_host: str) -> bool:
    """Say whether the host of ``host[:port]`` has an address in one of ``networks``.

    Go: isCIDRMatch
    """
    nets = list(networks)
    return bool(nets) and any(
        address in network for address in _addresses(_host_of(url_host)) for network in nets
    )


def _host_of(url_host: str) -> str:
    """Return ``url_host`` without its port, if it has one.

    Go: net.SplitHostPort
    """
    match = re.fullmatch(r"(?:\[(.*)\]|([^:]*)):[^:\]]*", url_host)
    return url_host if match is None else match[1] or match[2] or ""


def _addresses(host: str) -> Iterator[IPv4Address | IPv6Address]:
    try:
        yield ip_address(host)
    except ValueError:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        for *_, address in found:
            yield ip_address(str(address[0]).partition("%")[0])


def parse_cidr(text: str) -> IPNetwork | None:
    """Return the network that ``text`` (``10.0.0.0/8``) names, None if it names none.

    Go: net.ParseCIDR
    """
    if "/" not in text:
        return None
    try:
        network: IPv4Network | IPv6Network = ip_network(text, strict=False)
    except ValueError:
        return None
    return network


def validate_host_port(text: str) -> None:
    """Check that ``text`` is a host with or without a port.

    Raises:
        GoError: it is not.

    Go: validateHostPort
    """
    host = _host_of(text)
    port = text.rpartition(":")[2] if host != text else ""
    if not _HOST_PORT.fullmatch(text) and not _is_ip(host):
        raise GoError(f"invalid host {quote(host)}")
    if port and not 0 <= atoi(port) <= 65535:
        raise GoError(f"invalid port {quote(port)}")


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
