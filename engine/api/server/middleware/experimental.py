"""Tell clients whether experimental features are on.

Go: api/server/middleware/experimental.go
"""

from __future__ import annotations

from functools import partial

from engine.api.server.httputils import APIFunc, Request, Response


class ExperimentalMiddleware:
    """Puts ``Docker-Experimental: true`` or ``false`` into every answer.

    Go: ExperimentalMiddleware
    """

    def __init__(self, enabled: bool) -> None:
        self.experimental = "true" if enabled else "false"

    def wrap_handler(self, handler: APIFunc) -> APIFunc:
        """Return ``handler`` behind the header.

        Go: ExperimentalMiddleware.WrapHandler
        """
        return partial(self._handle, handler)

    def _handle(self, handler: APIFunc, request: Request) -> Response | None:
        request.writer.header["Docker-Experimental"] = self.experimental
        return handler(request)
