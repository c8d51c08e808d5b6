"""Which routes tell about the engine as a whole.

Go: api/server/router/system/system.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.router import Route
from engine.api.server.router.system import system_routes
from engine.api.server.router.system.backend import Backend


class SystemRouter:
    """Routes to ``backend``; no swarm, no builder.

    Go: systemRouter
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._routes: list[Route] = [
            router.new_options_route("/{anyroute:.*}", system_routes.options_handler),
            router.new_get_route("/_ping", self.ping_handler),
            router.new_head_route("/_ping", self.ping_handler),
            router.new_get_route("/events", self.get_events),
            router.new_get_route("/info", self.get_info),
            router.new_get_route("/version", self.get_version),
            router.new_get_route("/system/df", self.get_disk_usage),
            router.new_post_route("/auth", self.post_auth),
        ]

    ping_handler = system_routes.ping_handler
    get_events = system_routes.get_events
    get_info = system_routes.get_info
    get_version = system_routes.get_version
    get_disk_usage = system_routes.get_disk_usage
    post_auth = system_routes.post_auth

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: systemRouter.Routes
        """
        return self._routes
