"""Images in registries over HTTP.

Go: api/server/router/distribution/distribution.go
"""

from engine.api.server.router.distribution.distribution import DistributionRouter

__all__ = ["DistributionRouter"]
