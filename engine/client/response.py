"""What came back: a value, or the error in it.

Go: client/request.go
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from engine.api.types.versions import compare as versions
from engine.golang import errors, struct_tags
from engine.golang.http_response import Header, Response
from engine.golang.structs import struct

if TYPE_CHECKING:
    from engine.client.client import Client

_BODY_MAX = 1024 * 1024
_DRAIN = 512


@struct(kw_only=True)
class ServerResponse:
    """An answer; status -1 means that there was none.

    Go: serverResponse
    """

    body: Response | None = None
    header: Header | None = None
    status_code: int = -1
    req_url: str = ""


def check_response_err(client: Client, response: ServerResponse) -> None:
    """Return if the answer is a good one.

    Raises:
        GoError: what the daemon said, after ``Error response from daemon: ``.

    Go: Client.checkResponseErr
    """
    status = response.status_code
    if 200 <= status < 400:
        return
    body = response.body.read(_BODY_MAX) if response.body is not None else b""
    advice = "check if the server supports the requested API version"
    if len(body) == _BODY_MAX:
        raise errors.GoError(
            f"request returned {_status_text(status)} with a message (> {_BODY_MAX} bytes) for "
            f"API route and version {response.req_url}, {advice}"
        )
    if not body:
        raise errors.GoError(
            f"request returned {_status_text(status)} for API route and version "
            f"{response.req_url}, {advice}"
        )
    message = _error_message(client.version, response.header, body)
    raise errors.GoError(f"Error response from daemon: {message}")


def _error_message(version: str, header: Header | None, body: bytes) -> str:
    content_type = header.get("Content-Type") if header is not None else ""
    if (not version or versions.greater_than(version, "1.23")) and (
        content_type == "application/json"
    ):
        from engine.api.types.error_response import ErrorResponse

        try:
            return struct_tags.unmarshal(ErrorResponse, body).message.strip()
        except struct_tags.JSONError as error:
            raise errors.GoError(f"Error reading JSON: {error}") from error
    return body.decode("utf-8", "surrogateescape").strip()


def _status_text(status: int) -> str:
    import http  # an enum of all statuses, wanted for odd answers only

    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return ""


def ensure_reader_closed(response: ServerResponse) -> None:
    """Read the rest if it is short, so that the connection can be used again.

    Go: ensureReaderClosed
    """
    if response.body is None:
        return
    # If it fails, the connection is just not used again.
    with contextlib.suppress(OSError, errors.GoError):
        response.body.read(_DRAIN)
    response.body.close()
