"""Which network routes there are.

Go: api/server/router/network/network.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.network import network_routes
from engine.api.server.router.network.backend import Backend
from engine.api.server.router.router import Route


class NetworkRouter:
    """Routes to ``backend``; no swarm.

    Go: networkRouter
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._routes: list[Route] = []
        self.init_routes()

    get_networks_list = network_routes.get_networks_list
    get_network = network_routes.get_network
    post_networks_prune = network_routes.post_networks_prune

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: networkRouter.Routes
        """
        return self._routes

    def init_routes(self) -> None:
        """Bind methods and paths to handlers.

        Go: networkRouter.initRoutes
        """
        self._routes = [
            router.new_get_route("/networks", self.get_networks_list),
            router.new_get_route("/networks/", self.get_networks_list),
            router.new_get_route("/networks/{id:.+}", self.get_network),
            router.new_post_route("/networks/create", router.stops_at_create),
            router.new_post_route("/networks/{id:.*}/connect", router.stops_at_create),
            router.new_post_route("/networks/{id:.*}/disconnect", router.stops_at_create),
            router.new_post_route("/networks/prune", self.post_networks_prune),
            router.new_delete_route("/networks/{id:.*}", router.stops_at_create),
        ]
