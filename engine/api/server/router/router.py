"""What the server asks of a group of routes.

Go: api/server/router/router.go
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.api.server.httputils import APIFunc


class Route(Protocol):
    """One method and path.

    Go: Route
    """

    @property
    def handler(self) -> APIFunc:
        """What answers.

        Go: Route.Handler
        """

    @property
    def method(self) -> str:
        """The HTTP method.

        Go: Route.Method
        """

    @property
    def path(self) -> str:
        """The path without version; ``{name:.*}`` is a variable.

        Go: Route.Path
        """


class Router(Protocol):
    """Routes that belong together.

    Go: Router
    """

    def routes(self) -> Sequence[Route]:
        """Return them in the order they are to be tried.

        Go: Router.Routes
        """
