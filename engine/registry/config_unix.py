"""Where certificates for registries are kept.

Go: registry/config_unix.go
"""

from __future__ import annotations

import os
from pathlib import Path


def certs_dir() -> Path:
    """Return the directory with a directory for each registry.

    Without root it is below the user's own settings, as for a rootless dockerd.

    Go: CertsDir
    """
    if os.geteuid() == 0:
        return Path("/etc/docker/certs.d")
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return Path(home) / "docker" / "certs.d"
