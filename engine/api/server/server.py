"""The API server: listeners, paths, and errors turned into answers.

Go: api/server/server.go
"""

from __future__ import annotations

import logging
import socket
import threading
from functools import partial

from engine import errdefs
from engine.api.server import httputils
from engine.api.server.httputils import APIFunc, Request
from engine.api.server.middleware import Middleware
from engine.api.server.middleware_ import handler_with_global_middlewares
from engine.api.server.router.router import Router
from engine.golang import errors, http
from engine.golang.structs import struct
from engine.vendor.gorilla import mux

_log = logging.getLogger(__name__)
_VERSION_MATCHER = "/v{version:[0-9.]+}"


@struct(slots=True, kw_only=True)
class Config:
    """How the server is to behave.

    Go: Config
    """

    logging: bool = True
    version: str = ""
    socket_group: str = ""


class PageNotFoundError(errdefs.NotFound):
    """No route fits the request (HTTP 404).

    Go: pageNotFoundError
    """

    def __init__(self) -> None:
        super().__init__("page not found")


class HTTPServer:
    """One listener and what serves it.

    Go: HTTPServer
    """

    def __init__(self, address: str, listener: socket.socket) -> None:
        self.address = address
        self.listener = listener
        self.srv = http.Server(lambda writer, request: None)

    def serve(self) -> None:
        """Answer requests until closed.

        Raises:
            OSError: the listener failed.

        Go: HTTPServer.Serve
        """
        self.srv.serve(self.listener)

    def close(self) -> None:
        """Take no more connections.

        Go: HTTPServer.Close
        """
        self.srv.close_listener(self.listener)


class Server:
    """Everything between a socket and a handler.

    Go: Server
    """

    def __init__(self, cfg: Config) -> None:
        self.cfg = cfg
        self.servers: list[HTTPServer] = []
        self.routers: list[Router] = []
        self.middlewares: list[Middleware] = []

    handler_with_global_middlewares = handler_with_global_middlewares

    def use_middleware(self, middleware: Middleware) -> None:
        """Put ``middleware`` in front of those that are there; before routes are made.

        Go: Server.UseMiddleware
        """
        self.middlewares.append(middleware)

    def accept(self, address: str, *listeners: socket.socket) -> None:
        """Serve on ``listeners`` too, once serving begins.

        Go: Server.Accept
        """
        self.servers += [HTTPServer(address, listener) for listener in listeners]

    def close(self) -> None:
        """Take no more connections; running requests go on.

        Go: Server.Close
        """
        for server in self.servers:
            server.close()

    def shutdown(self, timeout: float) -> None:
        """Wait for running requests, ``timeout`` seconds at most; Go ends its process instead."""
        for server in self.servers:
            if not server.srv.shutdown(timeout):
                _log.warning("requests on %s did not end in time", server.address)

    def init_router(self, *routers: Router) -> None:
        """Offer the routes of ``routers``.

        Go: Server.InitRouter
        """
        self.routers += routers

    def create_mux(self) -> mux.Router:
        """Register each route twice: with ``/v1.41`` or the like before it, and without.

        Go: Server.createMux
        """
        multiplexer = mux.Router(self._not_found)
        for api_router in self.routers:
            for route in api_router.routes():
                handler = self.make_http_handler(route.handler)
                for path in (_VERSION_MATCHER + route.path, route.path):
                    multiplexer.handle(path, handler, method=route.method)
        multiplexer.handle(_VERSION_MATCHER + "/{path:.*}", self._not_found)
        return multiplexer

    def make_http_handler(self, handler: APIFunc) -> http.Handler:
        """Return what serves one route: middlewares, ``handler``, and an answer to its errors.

        Go: Server.makeHTTPHandler
        """
        return partial(self._serve_request, handler)

    def wait(self) -> None:
        """Serve on all listeners until they are closed.

        Raises:
            OSError: a listener failed.

        Go: Server.Wait
        """
        try:
            self._serve_api()
        except OSError as error:
            _log.error("ServeAPI error: %s", errors.text(error))
            raise

    def _serve_api(self) -> None:
        """Run a thread for each listener, and wait for all of them.

        Go: Server.serveAPI
        """
        failures: list[OSError] = []
        multiplexer = self.create_mux()
        threads = []
        for server in self.servers:
            server.srv.handler = multiplexer.serve_http
            _log.info("API listen on %s", server.address)
            threads.append(threading.Thread(target=_serve, args=(server, failures), name="api"))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def _serve_request(
        self, handler: APIFunc, writer: http.ResponseWriter, http_request: http.Request
    ) -> None:
        request = Request(http_request, writer)
        try:
            response = self.handler_with_global_middlewares(handler)(request)
        except Exception as error:
            response = _answer(error, http_request)
            if writer.head_sent:  # too late to say anything else
                return
        if response is not None:
            response.write_to(writer)

    def _not_found(self, writer: http.ResponseWriter, request: http.Request) -> None:
        version = request.vars.get("version", "")
        httputils.make_error_handler(PageNotFoundError(), version).write_to(writer)


def _answer(error: Exception, request: http.Request) -> httputils.Response:
    """Log what is the engine's own fault, and tell the client."""
    if errdefs.http_status(error) >= 500:
        # Where a text alone would not lead to the fault, the log also gets the way there.
        # A client that leaves is no fault.
        foreseen = isinstance(error, (errors.GoError, ConnectionError))
        unforeseen = errdefs.kind_of(error) is None and not foreseen
        _log.error(
            "Handler for %s %s returned error: %s",
            request.method,
            request.url.path,
            errors.text(error),
            exc_info=error if unforeseen else None,
        )
    return httputils.make_error_handler(error, request.vars.get("version", ""))


def _serve(server: HTTPServer, failures: list[OSError]) -> None:
    try:
        server.serve()
    except OSError as error:
        failures.append(error)
