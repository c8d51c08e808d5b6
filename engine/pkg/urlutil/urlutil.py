"""Tells by its first characters what an address is for.

Go: pkg/urlutil/urlutil.go
"""

from __future__ import annotations

_TRANSPORT = ("tcp://", "tcp+tls://", "udp://", "unix://", "unixgram://")


def is_transport_url(text: str) -> bool:
    """Say whether ``text`` names a socket.

    Go: IsTransportURL
    """
    return text.startswith(_TRANSPORT)
