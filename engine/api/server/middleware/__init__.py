"""What every request passes before its handler.

Go: api/server/middleware/middleware.go
"""

from engine.api.server.middleware.debug import debug_request_middleware
from engine.api.server.middleware.experimental import ExperimentalMiddleware
from engine.api.server.middleware.middleware import Middleware
from engine.api.server.middleware.version import VersionMiddleware

__all__ = [
    "ExperimentalMiddleware",
    "Middleware",
    "VersionMiddleware",
    "debug_request_middleware",
]
