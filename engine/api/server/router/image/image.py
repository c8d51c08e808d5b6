"""Which image routes there are.

Go: api/server/router/image/image.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.image import image_routes
from engine.api.server.router.image.backend import Backend
from engine.api.server.router.router import Route


class ImageRouter:
    """Routes to ``backend``.

    Go: imageRouter
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._routes: list[Route] = []
        self.init_routes()

    get_images_json = image_routes.get_images_json
    get_images_get = image_routes.get_images_get
    get_images_history = image_routes.get_images_history
    get_images_by_name = image_routes.get_images_by_name
    post_images_load = image_routes.post_images_load
    post_images_create = image_routes.post_images_create
    post_images_tag = image_routes.post_images_tag
    post_images_prune = image_routes.post_images_prune
    delete_images = image_routes.delete_images

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: imageRouter.Routes
        """
        return self._routes

    def init_routes(self) -> None:
        """Bind methods and paths to handlers.

        Go: imageRouter.initRoutes
        """
        self._routes = [
            router.new_get_route("/images/json", self.get_images_json),
            router.new_get_route("/images/search", router.stops_at_create),
            router.new_get_route("/images/get", self.get_images_get),
            router.new_get_route("/images/{name:.*}/get", self.get_images_get),
            router.new_get_route("/images/{name:.*}/history", self.get_images_history),
            router.new_get_route("/images/{name:.*}/json", self.get_images_by_name),
            router.new_post_route("/images/load", self.post_images_load),
            router.new_post_route("/images/create", self.post_images_create),
            router.new_post_route("/images/{name:.*}/push", router.stops_at_create),
            router.new_post_route("/images/{name:.*}/tag", self.post_images_tag),
            router.new_post_route("/images/prune", self.post_images_prune),
            router.new_delete_route("/images/{name:.*}", self.delete_images),
        ]
