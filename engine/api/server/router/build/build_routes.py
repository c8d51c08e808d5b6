"""Clear away what builds left, over HTTP.

Go: api/server/router/build/build_routes.go
"""

from __future__ import annotations

from http import HTTPStatus

from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.api.types.prune import BuildCachePruneReport
from engine.golang import strconv
from engine.golang.errors import GoError, wrap


def post_prune(request: Request) -> Response:
    """Answer ``POST /build/prune``: there was nothing.

    Raises:
        GoError: the filters or ``keep-storage`` cannot be read; nobody classified it (HTTP 500).

    Go: buildRouter.postPrune
    """
    httputils.parse_form(request)
    try:
        filters.from_json(request.query.get("filters"))
    except ValueError as error:
        raise wrap(error, "could not parse filters") from error
    keep = request.query.get("keep-storage") or "0"
    try:
        strconv.atoi(keep)
    except GoError as error:
        what = f"keep-storage is in bytes and expects an integer, got {keep}"
        raise wrap(error, what) from error
    return httputils.write_json(HTTPStatus.OK, BuildCachePruneReport())
