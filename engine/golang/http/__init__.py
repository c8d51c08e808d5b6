"""HTTP/1.1 for a server: what Go's standard library does below a handler.

Go: net/http
"""

from engine.golang.http.request import Header, Request, canonical_header_key
from engine.golang.http.response import ResponseWriter
from engine.golang.http.server import Handler, Server

__all__ = ["Handler", "Header", "Request", "ResponseWriter", "Server", "canonical_header_key"]
