"""All about one container.

Go: api/server/router/container/inspect.go
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from engine.api.server import httputils
from engine.api.server.httputils import Request, Response

if TYPE_CHECKING:
    from engine.api.server.router.container.container import ContainerRouter


def get_containers_by_name(router: ContainerRouter, request: Request) -> Response:
    """Answer ``GET /containers/NAME/json?size=1``.

    Raises:
        NotFound: no such container.

    Go: containerRouter.getContainersByName
    """
    display_size = httputils.bool_value(request, "size")
    found = router.backend.container_inspect(request.vars["name"], display_size, request.version)
    return httputils.write_json(HTTPStatus.OK, found)
