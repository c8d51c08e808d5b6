"""Which build routes there are: nothing is built here, but what was can be cleared away.

Go: api/server/router/build/build.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.build import build_routes
from engine.api.server.router.build.backend import Backend
from engine.api.server.router.router import Route


class BuildRouter:
    """Routes to ``backend``.

    Go: buildRouter
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._routes: list[Route] = [
            router.new_post_route("/build", router.stops_at_create),
            router.new_post_route("/build/prune", self.post_prune),
            router.new_post_route("/build/cancel", router.stops_at_create),
            router.new_post_route("/session", router.stops_at_create),
        ]

    post_prune = build_routes.post_prune

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: buildRouter.Routes
        """
        return self._routes
