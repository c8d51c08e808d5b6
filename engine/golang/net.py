"""IP and MAC addresses and ``host:port`` texts, accepted and refused as Go does.

Go: net
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.golang.errors import GoError

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

_HEX = "[0-9a-fA-F]"
_MAC_PAIRS = rf"{_HEX}{{2}}([:-])(?:{_HEX}{{2}}\1){{%d}}{_HEX}{{2}}"
_MAC_QUADS = rf"(?:{_HEX}{{4}}\.){{%d}}{_HEX}{{4}}"


class AddrError(GoError):
    """An address that cannot be read.

    Go: AddrError
    """

    def __init__(self, reason: str, address: str) -> None:
        super().__init__(f"address {address}: {reason}")


def parse_ip(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address in ``text``, or None; ``str()`` of it is Go's spelling.

    An IPv4 address in IPv6 clothes is an IPv4 address; a zone (``%eth0``) is no part of one.

    Go: ParseIP
    """
    import ipaddress

    if "%" in text:
        return None
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 6 and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def parse_mac(text: str) -> str:
    """Return ``text`` if it is a MAC address of 6, 8 or 20 bytes.

    Raises:
        AddrError: it is not.

    Go: ParseMAC
    """
    for size in (6, 8, 20):
        pairs, quads = _MAC_PAIRS % (size - 2), _MAC_QUADS % (size // 2 - 1)
        if re.fullmatch(pairs, text) or re.fullmatch(quads, text):
            return text
    raise AddrError("invalid MAC address", text)


def split_host_port(hostport: str) -> tuple[str, str]:
    """Return host and port of ``host:port`` or ``[host]:port``, either may be empty.

    Raises:
        AddrError: no port, too many colons, or stray brackets.

    Go: SplitHostPort
    """
    host, colon, port = hostport.rpartition(":")
    if not colon:
        raise AddrError("missing port in address", hostport)
    if hostport.startswith("["):
        return _split_bracketed(hostport)
    if ":" in host:
        raise AddrError("too many colons in address", hostport)
    _no_brackets(hostport, hostport, hostport)
    return host, port


def _split_bracketed(hostport: str) -> tuple[str, str]:
    end = hostport.find("]")
    if end < 0:
        raise AddrError("missing ']' in address", hostport)
    rest = hostport[end + 1 :]
    if not rest:
        raise AddrError("missing port in address", hostport)
    if end + 1 != hostport.rfind(":"):
        too_many = rest.startswith(":")
        reason = "too many colons in address" if too_many else "missing port in address"
        raise AddrError(reason, hostport)
    _no_brackets(hostport, hostport[1:], rest)
    return hostport[1:end], rest[1:]


def _no_brackets(hostport: str, opening_in: str, closing_in: str) -> None:
    if "[" in opening_in:
        raise AddrError("unexpected '[' in address", hostport)
    if "]" in closing_in:
        raise AddrError("unexpected ']' in address", hostport)


def join_host_port(host: str, port: str) -> str:
    """Return ``host:port``, with brackets where the host has colons of its own.

    Go: JoinHostPort
    """
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
