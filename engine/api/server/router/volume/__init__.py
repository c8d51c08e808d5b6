"""Volumes over HTTP.

Go: api/server/router/volume/volume.go
"""

from engine.api.server.router.volume.backend import Backend
from engine.api.server.router.volume.volume import VolumeRouter

__all__ = ["Backend", "VolumeRouter"]
