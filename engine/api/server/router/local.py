"""Routes to this process.

Go: api/server/router/local.go
"""

from __future__ import annotations

from typing import NamedTuple

from engine import errdefs
from engine.api.server.httputils import APIFunc, Request, Response
from engine.api.server.router.router import Route


class LocalRoute(NamedTuple):
    """A method, a path and a handler.

    Go: localRoute
    """

    method: str
    path: str
    handler: APIFunc


def new_route(method: str, path: str, handler: APIFunc) -> Route:
    """Return a route for ``method``.

    Go: NewRoute
    """
    return LocalRoute(method, path, handler)


def new_get_route(path: str, handler: APIFunc) -> Route:
    """Return a route for GET.

    Go: NewGetRoute
    """
    return new_route("GET", path, handler)


def new_post_route(path: str, handler: APIFunc) -> Route:
    """Return a route for POST.

    Go: NewPostRoute
    """
    return new_route("POST", path, handler)


def new_put_route(path: str, handler: APIFunc) -> Route:
    """Return a route for PUT.

    Go: NewPutRoute
    """
    return new_route("PUT", path, handler)


def new_delete_route(path: str, handler: APIFunc) -> Route:
    """Return a route for DELETE.

    Go: NewDeleteRoute
    """
    return new_route("DELETE", path, handler)


def new_options_route(path: str, handler: APIFunc) -> Route:
    """Return a route for OPTIONS.

    Go: NewOptionsRoute
    """
    return new_route("OPTIONS", path, handler)


def new_head_route(path: str, handler: APIFunc) -> Route:
    """Return a route for HEAD.

    Go: NewHeadRoute
    """
    return new_route("HEAD", path, handler)


def stops_at_create(request: Request) -> Response:
    """Refuse what dockerd has and this engine has not.

    Raises:
        NotImplemented: always.
    """
    raise errdefs.NotImplemented(
        f"{request.http.method} {request.http.url.path}: this engine stops where create ends; "
        "a real dockerd on the same data-root can take the container from here (docker start)"
    )
