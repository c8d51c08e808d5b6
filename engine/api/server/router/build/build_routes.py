"""Clear away what builds left, over HTTP.

Go: api/server/router/build/build_routes.go
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.api.types.client import BuildCachePruneOptions
from engine.golang import strconv
from engine.golang.errors import GoError, wrap

if TYPE_CHECKING:
    from engine.api.server.router.build.build import BuildRouter


def post_prune(router: BuildRouter, request: Request) -> Response:
    """Answer ``POST /build/prune`` with what is gone.

    Raises:
        InvalidParameter: a filter is unknown, or has more than one value.
        GoError: the filters or ``keep-storage`` cannot be read; nobody classified it (HTTP 500).

    Go: buildRouter.postPrune
    """
    httputils.parse_form(request)
    try:
        wanted = filters.from_json(request.query.get("filters"))
    except ValueError as error:
        raise wrap(error, "could not parse filters") from error
    keep = request.query.get("keep-storage") or "0"
    try:
        keep_storage = strconv.atoi(keep)
    except GoError as error:
        what = f"keep-storage is in bytes and expects an integer, got {keep}"
        raise wrap(error, what) from error
    all_ = httputils.bool_value(request, "all")
    options = BuildCachePruneOptions(all=all_, filters=wanted, keep_storage=keep_storage)
    return httputils.write_json(HTTPStatus.OK, router.backend.prune_cache(options))
