"""What a middleware is.

Go: api/server/middleware/middleware.go
"""

from __future__ import annotations

from typing import Protocol

from engine.api.server.httputils import APIFunc


class Middleware(Protocol):
    """Something that stands before a handler.

    Go: Middleware
    """

    def wrap_handler(self, handler: APIFunc) -> APIFunc:
        """Return a handler that does its part and then calls ``handler``.

        Go: Middleware.WrapHandler
        """
