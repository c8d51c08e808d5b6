"""Turn a registry's refusal into an error.

Go: vendor/github.com/docker/distribution/registry/client/errors.go
"""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING

from engine.golang.errors import GoError
from engine.vendor.docker.distribution.registry.api.errcode.errors import (
    DENIED,
    TOO_MANY_REQUESTS,
    UNAUTHORIZED,
    UNKNOWN,
    RegistryError,
    RegistryErrors,
    parse_errors,
)
from engine.vendor.docker.distribution.registry.client.auth.challenge import response_challenges

if TYPE_CHECKING:
    from urllib3.response import BaseHTTPResponse

# A refusal is a few lines; a server that sends more has nothing to say to us.
_LONGEST_BODY = 1 << 20


class UnexpectedHTTPStatus(GoError):
    """The registry failed in a way that the API does not know.

    Go: UnexpectedHTTPStatusError
    """


class UnexpectedHTTPResponse(GoError):
    """The registry refused, but not in JSON.

    Go: UnexpectedHTTPResponseError
    """

    def __init__(self, reason: str, status: int, body: bytes) -> None:
        shown = json.dumps(body.decode("utf-8", "replace"), ensure_ascii=False)
        super().__init__(f"error parsing HTTP {status} response body: {reason}: {shown}")


def success_status(status: int) -> bool:
    """Say whether a registry answered what was asked.

    Go: SuccessStatus
    """
    return 200 <= status <= 399


def handle_error_response(answer: BaseHTTPResponse) -> Exception:
    """Return the error that an unsuccessful answer stands for.

    Go: HandleErrorResponse
    """
    if not 400 <= answer.status < 500:
        words = http.client.responses.get(answer.status, "")
        return UnexpectedHTTPStatus(f"received unexpected HTTP status: {answer.status} {words}")
    body = answer.read(_LONGEST_BODY)
    demands = response_challenges(answer.status, answer.headers.getlist("WWW-Authenticate"))
    for demand in demands:
        refused = {"invalid_token": UNAUTHORIZED, "insufficient_scope": DENIED}.get(
            demand.parameters.get("error", "")
        )
        if demand.scheme == "bearer" and refused is not None:
            first = RegistryError(refused, demand.parameters.get("error_description", ""))
            rest = _parse_http_error_response(answer.status, body)
            return RegistryErrors([first, *getattr(rest, "errors", [rest])])
    error = _parse_http_error_response(answer.status, body)
    if isinstance(error, UnexpectedHTTPResponse) and answer.status == 401:
        return RegistryError(UNAUTHORIZED)
    return error


def _parse_http_error_response(status: int, body: bytes) -> Exception:
    """Read the body of a refusal.

    Go: parseHTTPErrorResponse
    """
    try:
        found = parse_errors(body)
        details = json.loads(body).get("details")
    except ValueError as error:
        reason = "invalid character" if body.strip() else "unexpected end of JSON input"
        if body.strip():
            first = body.strip()[:1].decode("utf-8", "replace")
            reason = f"invalid character '{first}' looking for beginning of value"
        return UnexpectedHTTPResponse(reason or str(error), status, body)
    if isinstance(details, str) and details:
        code = {401: UNAUTHORIZED, 429: TOO_MANY_REQUESTS}.get(status, UNKNOWN)
        return RegistryError(code, details)
    if not found:
        return UnexpectedHTTPResponse("no error details found in HTTP response body", status, body)
    return RegistryErrors(found)
