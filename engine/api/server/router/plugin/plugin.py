"""Which plugin routes there are: there are no plugins.

Go: api/server/router/plugin/plugin.go
"""

from __future__ import annotations

from engine.api.server.router import local as router
from engine.api.server.router.plugin import plugin_routes
from engine.api.server.router.router import Route


class PluginRouter:
    """Routes to plugins that are not there.

    Go: pluginRouter
    """

    def __init__(self) -> None:
        self._routes: list[Route] = [
            router.new_get_route("/plugins", plugin_routes.list_plugins),
            router.new_get_route("/plugins/{name:.*}/json", plugin_routes.inspect_plugin),
            router.new_get_route("/plugins/privileges", router.stops_at_create),
            router.new_delete_route("/plugins/{name:.*}", router.stops_at_create),
            router.new_post_route("/plugins/pull", router.stops_at_create),
            router.new_post_route("/plugins/create", router.stops_at_create),
            *(
                router.new_post_route(f"/plugins/{{name:.*}}/{verb}", router.stops_at_create)
                for verb in ("enable", "disable", "push", "upgrade", "set")
            ),
        ]

    def routes(self) -> list[Route]:
        """Return the routes.

        Go: pluginRouter.Routes
        """
        return self._routes
