"""Which stored password belongs to a registry.

Go: registry/auth.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.api.types.auth import AuthConfig
from engine.api.types.registry import IndexInfo
from engine.registry.config import get_auth_config_key


def convert_to_hostname(url: str) -> str:
    """Return the host, and port, of an address with or without a scheme.

    Go: ConvertToHostname
    """
    for scheme in ("http://", "https://"):
        if url.startswith(scheme):
            url = url.removeprefix(scheme)
            break
    return url.partition("/")[0]


def resolve_auth_config(auth_configs: Mapping[str, AuthConfig], index: IndexInfo) -> AuthConfig:
    """Return the user's entry for the registry ``index``, an empty one if there is none.

    Go: ResolveAuthConfig
    """
    key = get_auth_config_key(index)
    found = auth_configs.get(key)
    if found is not None or index.official:
        return found or AuthConfig()
    # Files of old have addresses for keys.
    for registry, auth_config in auth_configs.items():
        if key == convert_to_hostname(registry):
            return auth_config
    return AuthConfig()
