"""The engine itself over HTTP.

Go: api/server/router/system/system.go
"""

from engine.api.server.router.system.backend import Backend
from engine.api.server.router.system.system import SystemRouter

__all__ = ["Backend", "SystemRouter"]
