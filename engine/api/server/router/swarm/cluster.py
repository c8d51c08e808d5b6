"""What a host says that belongs to no swarm.

Differs from Go, which first looks at parameters and body: that there is no swarm comes first here.

Go: api/server/router/swarm/cluster.go
"""

from __future__ import annotations

from engine import errdefs
from engine.api.server.httputils import Request, Response
from engine.api.server.router import local as router
from engine.api.server.router.router import Route

# Each can be listed and looked at; what is between two slashes is a variable.
_KINDS = ("services", "nodes", "tasks", "secrets", "configs")
_MADE = ("services", "secrets", "configs")
_CHANGED = ("services", "nodes", "secrets", "configs")


class ErrNoSwarm(errdefs.Unavailable):
    """The node is in no swarm (HTTP 503).

    Go: daemon/cluster/errors.go errNoSwarm
    """

    def __init__(self) -> None:
        super().__init__("This node is not part of a swarm")


class NotManagerError(errdefs.Unavailable):
    """The node manages no swarm (HTTP 503).

    Go: daemon/cluster/cluster.go Cluster.errNoManager
    """

    def __init__(self) -> None:
        super().__init__(
            'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" '
            "to connect this node to swarm and try again."
        )


class SwarmRouter:
    """Routes to no swarm; to make one, or to join one, is beyond this engine.

    Go: swarmRouter
    """

    def __init__(self) -> None:
        self._routes: list[Route] = [
            router.new_post_route("/swarm/init", router.stops_at_create),
            router.new_post_route("/swarm/join", router.stops_at_create),
            router.new_post_route("/swarm/leave", _no_swarm),
            router.new_post_route("/swarm/unlock", router.stops_at_create),
            *(
                router.new_route(method, path, _no_manager)
                for method, path in (
                    ("GET", "/swarm"),
                    ("GET", "/swarm/unlockkey"),
                    ("POST", "/swarm/update"),
                    *(("GET", f"/{kind}") for kind in _KINDS),
                    *(("GET", f"/{kind}/{{id}}") for kind in _KINDS),
                    *(("POST", f"/{kind}/create") for kind in _MADE),
                    *(("POST", f"/{kind}/{{id}}/update") for kind in _CHANGED),
                    *(("DELETE", f"/{kind}/{{id}}") for kind in _CHANGED),
                    ("GET", "/services/{id}/logs"),
                    ("GET", "/tasks/{id}/logs"),
                )
            ),
        ]

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: swarmRouter.Routes
        """
        return self._routes


def _no_manager(request: Request) -> Response:
    raise NotManagerError


def _no_swarm(request: Request) -> Response:
    raise ErrNoSwarm
