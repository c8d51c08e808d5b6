"""Logs users in at registries.

Go: daemon/auth.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.api.types.auth import AuthConfig
from engine.dockerversion.version_lib import VERSION

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def authenticate_to_registry(daemon: Daemon, auth_config: AuthConfig) -> tuple[str, str]:
    """Ask the registry whether it lets the user in; return a word of success, and a token.

    Raises:
        InvalidParameter: the registry's address is none.
        Unauthorized: it does not.
        GoError: nobody answers there.

    Go: Daemon.AuthenticateToRegistry
    """
    return daemon.registry_service.auth(auth_config, f"docker/{VERSION}")
