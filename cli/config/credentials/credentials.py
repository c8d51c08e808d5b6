"""Where passwords for registries are kept.

Nothing in this project logs in, so that stores are only read.

Go: cli/config/credentials/credentials.go
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cli.config.types import AuthConfig


class Store(Protocol):
    """Keeps one entry for each registry.

    Go: Store
    """

    def get(self, server_address: str) -> AuthConfig:
        """Return the entry for a registry, an empty one if there is none.

        Raises:
            GoError: the store could not be read.
        """

    def get_all(self) -> Mapping[str, AuthConfig]:
        """Return all entries.

        Raises:
            GoError: the store could not be read.
        """
