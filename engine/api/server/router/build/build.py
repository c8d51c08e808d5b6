"""Which build routes there are: nothing is built here, so there is nothing to clear away.

Go: api/server/router/build/build.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.build import build_routes
from engine.api.server.router.router import Route


class BuildRouter:
    """Routes of a builder that has nothing.

    Go: buildRouter
    """

    def __init__(self) -> None:
        self._routes: list[Route] = [
            router.new_post_route("/build", router.stops_at_create),
            router.new_post_route("/build/prune", build_routes.post_prune),
            router.new_post_route("/build/cancel", router.stops_at_create),
            router.new_post_route("/session", router.stops_at_create),
        ]

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: buildRouter.Routes
        """
        return self._routes
