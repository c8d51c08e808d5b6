"""Put the middlewares before a handler.

Go: api/server/middleware.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.api.server import middleware
from engine.api.server.httputils import APIFunc

if TYPE_CHECKING:
    from engine.api.server.server import Server


def handler_with_global_middlewares(server: Server, handler: APIFunc) -> APIFunc:
    """Return ``handler`` behind the server's middlewares; the last registered runs first.

    Go: Server.handlerWithGlobalMiddlewares
    """
    following = handler
    for registered in server.middlewares:
        following = registered.wrap_handler(following)
    if server.cfg.logging and logging.getLogger("engine").isEnabledFor(logging.DEBUG):
        following = middleware.debug_request_middleware(following)
    return following
