"""Paths to handlers, with parts of the path as variables.

Go: vendor/github.com/gorilla/mux/mux.go
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import NamedTuple

from engine.golang.http import Handler, Request, ResponseWriter

_VARIABLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


class _Route(NamedTuple):
    pattern: re.Pattern[str]
    method: str
    handler: Handler


class Router:
    """Routes, tried in the order they were registered; a wrong method looks like no route.

    Go: Router
    """

    def __init__(self, not_found: Handler) -> None:
        self._not_found = not_found
        self._routes: list[_Route] = []

    def handle(self, template: str, handler: Handler, *, method: str = "") -> None:
        """Send requests for ``template`` to ``handler``; no method means any.

        ``{name:regexp}`` in the template matches a part and names it.

        Go: Router.Path, Route.Methods, Route.Handler
        """
        self._routes.append(_Route(_compile(template), method, handler))

    def match(self, method: str, path: str) -> tuple[Handler, dict[str, str]]:
        """Return the handler for a request and the variables in its path.

        Go: Router.Match
        """
        for route in self._routes:
            if route.method in ("", method):
                found = route.pattern.match(path)
                if found is not None:
                    return route.handler, found.groupdict()
        return self._not_found, {}

    def serve_http(self, writer: ResponseWriter, request: Request) -> None:
        """Answer a request: by its handler, or with 301 to the cleaned path.

        Go: Router.ServeHTTP
        """
        clean = clean_path(request.url.path)
        if clean != request.url.path:
            writer.header["Location"] = str(replace(request.url, path=clean))
            writer.write_header(301)
            return
        handler, request.vars = self.match(request.method, request.url.path)
        handler(writer, request)


def _compile(template: str) -> re.Pattern[str]:
    out, end = "", 0
    for variable in _VARIABLE.finditer(template):
        out += re.escape(template[end : variable.start()])
        out += f"(?P<{variable[1]}>{variable[2] or '[^/]+'})"
        end = variable.end()
    return re.compile(out + re.escape(template[end:]) + r"\Z")


def clean_path(path: str) -> str:
    """Return ``path`` without ``//``, ``.`` and ``..``; a slash at the end stays.

    Go: cleanPath
    """
    if "//" not in path and "/." not in path and path.startswith("/"):
        return path
    cleaned = posixpath.normpath("/" + path.lstrip("/"))
    return cleaned + "/" if path.endswith("/") and cleaned != "/" else cleaned
