"""Containers over HTTP.

Go: api/server/router/container/container.go
"""

from engine.api.server.router.container.backend import Backend
from engine.api.server.router.container.container import ContainerRouter

__all__ = ["Backend", "ContainerRouter"]
