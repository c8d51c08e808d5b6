"""Swarms over HTTP.

Go: api/server/router/swarm/cluster.go
"""

from engine.api.server.router.swarm.cluster import SwarmRouter

__all__ = ["SwarmRouter"]
