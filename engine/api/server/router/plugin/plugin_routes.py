"""Show plugins over HTTP: there are none.

Go: api/server/router/plugin/plugin_routes.go
"""

from __future__ import annotations

from http import HTTPStatus

from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.plugin.errors import PluginNotFound

_ACCEPTED_FILTERS = frozenset({"enabled", "capability"})


def list_plugins(request: Request) -> Response:
    """Answer ``GET /plugins``.

    Raises:
        InvalidParameter: a filter is unknown.
        JSONError: the filters; nobody classified it (HTTP 500).

    Go: pluginRouter.listPlugins
    """
    httputils.parse_form(request)
    filters.from_json(request.query.get("filters")).validate(_ACCEPTED_FILTERS)
    return httputils.write_json(HTTPStatus.OK, [])


def inspect_plugin(request: Request) -> Response:
    """Refuse ``GET /plugins/NAME/json``.

    Raises:
        NotFound: always.

    Go: pluginRouter.inspectPlugin
    """
    raise PluginNotFound(request.vars["name"])
