"""Which operating systems containers may have here: the host's.

Go: pkg/system/lcow_unsupported.go
"""

from __future__ import annotations

from engine.vendor.containerd.platforms.database import goos


def is_os_supported(os: str) -> bool:
    """Tell whether ``os`` is this host's system.

    Go: IsOSSupported
    """
    return os.casefold() == goos()
