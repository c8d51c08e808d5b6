"""Which container routes there are.

Go: api/server/router/container/container.go
"""

from __future__ import annotations

from engine.api.server.httputils import ContainerDecoder
from engine.api.server.router import local as router
from engine.api.server.router.container import container_routes, copy, inspect
from engine.api.server.router.container.backend import Backend
from engine.api.server.router.router import Route

# What dockerd does with containers that exist; answered with 501 here.
_BEYOND_CREATE = (
    ("GET", "/containers/{name:.*}/top"),
    ("GET", "/containers/{name:.*}/logs"),
    ("GET", "/containers/{name:.*}/stats"),
    ("GET", "/containers/{name:.*}/attach/ws"),
    ("GET", "/exec/{id:.*}/json"),
    ("POST", "/containers/{name:.*}/kill"),
    ("POST", "/containers/{name:.*}/pause"),
    ("POST", "/containers/{name:.*}/unpause"),
    ("POST", "/containers/{name:.*}/restart"),
    ("POST", "/containers/{name:.*}/start"),
    ("POST", "/containers/{name:.*}/stop"),
    ("POST", "/containers/{name:.*}/wait"),
    ("POST", "/containers/{name:.*}/resize"),
    ("POST", "/containers/{name:.*}/attach"),
    ("POST", "/containers/{name:.*}/exec"),
    ("POST", "/exec/{name:.*}/start"),
    ("POST", "/exec/{name:.*}/resize"),
    ("POST", "/containers/{name:.*}/update"),
    ("POST", "/commit"),
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
    get_containers_changes = container_routes.get_containers_changes
    get_containers_export = container_routes.get_containers_export
    get_containers_archive = copy.get_containers_archive
    head_containers_archive = copy.head_containers_archive
    post_containers_copy = copy.post_containers_copy
    post_container_rename = container_routes.post_container_rename
    post_containers_prune = container_routes.post_containers_prune
    put_containers_archive = copy.put_containers_archive

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
            router.new_head_route("/containers/{name:.*}/archive", self.head_containers_archive),
            router.new_get_route("/containers/json", self.get_containers_json),
            router.new_get_route("/containers/{name:.*}/export", self.get_containers_export),
            router.new_get_route("/containers/{name:.*}/changes", self.get_containers_changes),
            router.new_get_route("/containers/{name:.*}/json", self.get_containers_by_name),
            router.new_get_route("/containers/{name:.*}/archive", self.get_containers_archive),
            router.new_post_route("/containers/create", self.post_containers_create),
            router.new_post_route("/containers/{name:.*}/copy", self.post_containers_copy),
            router.new_post_route("/containers/{name:.*}/rename", self.post_container_rename),
            router.new_post_route("/containers/prune", self.post_containers_prune),
            router.new_put_route("/containers/{name:.*}/archive", self.put_containers_archive),
            *(
                router.new_route(method, path, router.stops_at_create)
                for method, path in _BEYOND_CREATE
            ),
            router.new_delete_route("/containers/{name:.*}", self.delete_containers),
        ]
