"""Which container routes there are.

Go: api/server/router/container/container.go
"""

from __future__ import annotations

from engine.api.server.httputils import ContainerDecoder
from engine.api.server.router import local as router
from engine.api.server.router.container import container_routes, inspect
from engine.api.server.router.container.backend import Backend
from engine.api.server.router.router import Route

# What dockerd does with containers that exist; answered with 501 here.
_BEYOND_CREATE = (
    ("HEAD", "/containers/{name:.*}/archive"),
    ("GET", "/containers/{name:.*}/export"),
    ("GET", "/containers/{name:.*}/changes"),
    ("GET", "/containers/{name:.*}/top"),
    ("GET", "/containers/{name:.*}/logs"),
    ("GET", "/containers/{name:.*}/stats"),
    ("GET", "/containers/{name:.*}/attach/ws"),
    ("GET", "/exec/{id:.*}/json"),
    ("GET", "/containers/{name:.*}/archive"),
    ("POST", "/containers/{name:.*}/kill"),
    ("POST", "/containers/{name:.*}/pause"),
    ("POST", "/containers/{name:.*}/unpause"),
    ("POST", "/containers/{name:.*}/restart"),
    ("POST", "/containers/{name:.*}/start"),
    ("POST", "/containers/{name:.*}/stop"),
    ("POST", "/containers/{name:.*}/wait"),
    ("POST", "/containers/{name:.*}/resize"),
    ("POST", "/containers/{name:.*}/attach"),
    ("POST", "/containers/{name:.*}/copy"),
    ("POST", "/containers/{name:.*}/exec"),
    ("POST", "/exec/{name:.*}/start"),
    ("POST", "/exec/{name:.*}/resize"),
    ("POST", "/containers/{name:.*}/rename"),
    ("POST", "/containers/{name:.*}/update"),
    ("POST", "/containers/prune"),
    ("POST", "/commit"),
    ("PUT", "/containers/{name:.*}/archive"),
)


class ContainerRouter:
    """Routes to ``backend``; ``cgroup2`` tells whether the host has cgroups of version 2.

    Go: containerRouter
    """

    def __init__(self, backend: Backend, decoder: ContainerDecoder, cgroup2: bool) -> None:
        self.backend = backend
        self.decoder = decoder
        self.cgroup2 = cgroup2
        self._routes: list[Route] = []
        self.init_routes()

    post_containers_create = container_routes.post_containers_create
    delete_containers = container_routes.delete_containers
    get_containers_json = container_routes.get_containers_json
    get_containers_by_name = inspect.get_containers_by_name

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: containerRouter.Routes
        """
        return self._routes

    def init_routes(self) -> None:
        """Bind methods and paths to handlers.

        Go: containerRouter.initRoutes
        """
        self._routes = [
            router.new_get_route("/containers/json", self.get_containers_json),
            router.new_get_route("/containers/{name:.*}/json", self.get_containers_by_name),
            router.new_post_route("/containers/create", self.post_containers_create),
            *(
                router.new_route(method, path, router.stops_at_create)
                for method, path in _BEYOND_CREATE
            ),
            router.new_delete_route("/containers/{name:.*}", self.delete_containers),
        ]
