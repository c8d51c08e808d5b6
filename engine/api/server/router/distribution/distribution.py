"""Which routes ask a registry about an image without pulling it.

Go: api/server/router/distribution/distribution.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.router import Route


class DistributionRouter:
    """A route that is beyond this engine.

    Go: distributionRouter
    """

    def __init__(self) -> None:
        self._routes: list[Route] = [
            router.new_get_route("/distribution/{name:.*}/json", router.stops_at_create)
        ]

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: distributionRouter.Routes
        """
        return self._routes
