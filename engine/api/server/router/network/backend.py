"""What the network routes need from the daemon.

Go: api/server/router/network/backend.go
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.api.types.filters import Args
from engine.api.types.network.resource import NetworkListConfig, NetworkResource


class Backend(Protocol):
    """Shows networks; what connects and disconnects is left out, for nothing runs here.

    Go: Backend
    """

    def get_networks(self, filter: Args, config: NetworkListConfig) -> Sequence[NetworkResource]:
        """Return the networks that the filters let pass."""

    def networks_prune(self, prune_filters: Args) -> object:
        """Remove those that nobody uses; return which."""
