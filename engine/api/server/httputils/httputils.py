"""Checks that handlers start with, and the answer to one that failed.

Go: api/server/httputils/httputils.go
"""

from __future__ import annotations

import logging

from engine import errdefs
from engine.api.server.httputils.httputils_write_json import write_json
from engine.api.server.httputils.response import APIFunc, Request, Response
from engine.api.types.error_response import ErrorResponse
from engine.api.types.versions import compare as versions
from engine.golang import errors
from engine.golang.errors import GoError
from engine.golang.mime import parse_media_type

__all__ = [
    "APIFunc",
    "Request",
    "Response",
    "check_for_json",
    "make_error_handler",
    "parse_form",
]

_log = logging.getLogger(__name__)
_FIRST_API_VERSION_WITH_JSON_ERRORS = "1.23"


def check_for_json(request: Request) -> None:
    """Refuse a body that does not call itself JSON.

    Raises:
        InvalidParameter: another content type, or none in front of a body.

    Go: CheckForJSON
    """
    content_type = request.http.header.get("Content-Type")
    if not content_type and request.http.content_length == 0:
        return
    if not _matches_content_type(content_type, "application/json"):
        raise errdefs.InvalidParameter(
            f"Content-Type specified ({content_type}) must be 'application/json'"
        )


def parse_form(request: Request) -> None:
    """Make the parameters ready in ``request.query``, whatever the content type.

    Raises:
        InvalidParameter: one of them cannot be decoded.

    Go: ParseForm
    """
    with errdefs.reported_as(errdefs.InvalidParameter):
        request.http.parse_form()


def make_error_handler(error: Exception, path_version: str) -> Response:
    """Return the answer that tells a client of ``error``.

    A client that named a version up to 1.23 in the path gets bare text, others JSON.

    Go: MakeErrorHandler
    """
    status = errdefs.http_status(error)
    message = errors.text(error)
    if _api_version_supports_json_errors(path_version):
        return write_json(status, ErrorResponse(message=message))
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(status, headers, f"{message}\n".encode("utf-8", "surrogateescape"))


def _api_version_supports_json_errors(version: str) -> bool:
    return not version or versions.greater_than(version, _FIRST_API_VERSION_WITH_JSON_ERRORS)


def _matches_content_type(content_type: str, expected: str) -> bool:
    try:
        return parse_media_type(content_type) == expected
    except GoError as error:
        _log.error("Error parsing media type: %s error: %s", content_type, error)
        return False
