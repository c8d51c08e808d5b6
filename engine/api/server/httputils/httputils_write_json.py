"""Answers in JSON.

Go: api/server/httputils/httputils_write_json.go
"""

from __future__ import annotations

from engine.api.server.httputils.response import Response
from engine.golang import struct_tags


def write_json(status: int, value: object) -> Response:
    """Return an answer with ``value`` as one line of JSON; ``<`` and ``&`` stay as they are.

    Go: WriteJSON
    """
    line = struct_tags.marshal(value, escape_html=False) + "\n"
    return Response(
        status, {"Content-Type": "application/json"}, line.encode("utf-8", "surrogateescape")
    )
