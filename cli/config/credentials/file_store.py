"""Passwords in the configuration file itself, readable for whoever can read the file.

Go: cli/config/credentials/file_store.go
"""

from __future__ import annotations

from collections.abc import Mapping

from cli.config.types import AuthConfig


class FileStore:
    """Reads the entries that came with the configuration file.

    Go: fileStore
    """

    def __init__(self, auth_configs: Mapping[str, AuthConfig]) -> None:
        self._auth_configs = auth_configs

    def get(self, server_address: str) -> AuthConfig:
        """Return the entry for a registry; old files have it under an address.

        Go: fileStore.Get
        """
        found = self._auth_configs.get(server_address)
        if found is not None:
            return found
        for registry, auth_config in self._auth_configs.items():
            if server_address == convert_to_hostname(registry):
                return auth_config
        return AuthConfig()

    def get_all(self) -> Mapping[str, AuthConfig]:
        """Return all entries.

        Go: fileStore.GetAll
        """
        return self._auth_configs


def convert_to_hostname(url: str) -> str:
    """Return the host, and port, of an address with or without a scheme.

    Go: ConvertToHostname
    """
    for scheme in ("http://", "https://"):
        if url.startswith(scheme):
            url = url.removeprefix(scheme)
            break
    return url.partition("/")[0]
