"""Images over HTTP.

Go: api/server/router/image/image.go
"""

from engine.api.server.router.image.backend import Backend
from engine.api.server.router.image.image import ImageRouter

__all__ = ["Backend", "ImageRouter"]
