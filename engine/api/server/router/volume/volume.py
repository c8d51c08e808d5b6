"""Which volume routes there are.

Go: api/server/router/volume/volume.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.router import Route
from engine.api.server.router.volume import volume_routes
from engine.api.server.router.volume.backend import Backend


class VolumeRouter:
    """Routes to ``backend``.

    Go: volumeRouter
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._routes: list[Route] = []
        self.init_routes()

    get_volumes_list = volume_routes.get_volumes_list
    get_volume_by_name = volume_routes.get_volume_by_name
    post_volumes_create = volume_routes.post_volumes_create
    post_volumes_prune = volume_routes.post_volumes_prune
    delete_volumes = volume_routes.delete_volumes

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: volumeRouter.Routes
        """
        return self._routes

    def init_routes(self) -> None:
        """Bind methods and paths to handlers.

        Go: volumeRouter.initRoutes
        """
        self._routes = [
            router.new_get_route("/volumes", self.get_volumes_list),
            router.new_get_route("/volumes/{name:.*}", self.get_volume_by_name),
            router.new_post_route("/volumes/create", self.post_volumes_create),
            router.new_post_route("/volumes/prune", self.post_volumes_prune),
            router.new_delete_route("/volumes/{name:.*}", self.delete_volumes),
        ]
