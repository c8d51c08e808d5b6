"""Networks over HTTP.

Go: api/server/router/network/network.go
"""

from engine.api.server.router.network.backend import Backend
from engine.api.server.router.network.network import NetworkRouter

__all__ = ["Backend", "NetworkRouter"]
