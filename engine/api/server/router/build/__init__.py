"""Builds over HTTP.

Go: api/server/router/build/build.go
"""

from engine.api.server.router.build.build import BuildRouter

__all__ = ["BuildRouter"]
