"""Turn a registry's refusal into an error.

Go: vendor/github.com/docker/distribution/registry/client/errors.go
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.golang.http.client import ClientResponse
from engine.golang.strconv import quote
from engine.golang.struct_tags import tag
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

# A refusal is a few lines; a server that sends more has nothing to say to us.
_LONGEST_BODY = 1 << 20
_PATIENCE_SECONDS = 60.0


class UnexpectedHTTPStatus(GoError):
    """The registry failed in a way that the API does not know; later it may not.

    Go: UnexpectedHTTPStatusError
    """

    def __init__(self, status: str) -> None:
        super().__init__(f"received unexpected HTTP status: {status}")


class UnexpectedHTTPResponse(GoError):
    """The registry refused, but not in JSON.

    Go: UnexpectedHTTPResponseError
    """

    def __init__(self, reason: str, status: int, body: bytes) -> None:
        shown = quote(body.decode("utf-8", "surrogateescape"))
        super().__init__(f"error parsing HTTP {status} response body: {reason}: {shown}")


@dataclass(slots=True, kw_only=True)
class _Details:
    """What old registries answer instead of a list of errors."""

    details: str = field(default="", metadata=tag("details"))


def success_status(status: int) -> bool:
    """Say whether a registry answered what was asked.

    Go: SuccessStatus
    """
    return 200 <= status <= 399


def handle_error_response(answer: ClientResponse) -> Exception:
    """Return the error that an unsuccessful answer stands for; `retry_after` reads its advice.

    Go: HandleErrorResponse
    """
    error = _error_of(answer)
    error.__dict__["retry_after"] = retry_advice(answer)
    return error


def retry_after(error: BaseException | None) -> float | None:
    """Return after how many seconds the registry wants to be asked again, None if it did not say.

    Not in Go, where 429 ends a pull.
    """
    while error is not None:
        seconds: float | None = getattr(error, "retry_after", None)
        if seconds is not None:
            return seconds
        error = error.__cause__
    return None


def retry_advice(answer: ClientResponse) -> float | None:
    """Return after how many seconds a busy registry wants to be asked again, if it says so.

    A registry that wants us to wait for more than a minute wants us to go away.
    """
    said = answer.headers.get("Retry-After", "").strip()
    if answer.status not in (429, 503) or not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        when = parsedate_to_datetime(said) if re.search(r"\d:\d\d:\d\d GMT", said) else None
        seconds = when.timestamp() - time.time() if when is not None else -1.0
    return seconds if 0 <= seconds <= _PATIENCE_SECONDS else None


def _error_of(answer: ClientResponse) -> Exception:
    if not 400 <= answer.status < 500:
        return UnexpectedHTTPStatus(f"{answer.status} {answer.reason}")
    body = answer.read(_LONGEST_BODY)
    demands = response_challenges(answer.status, answer.headers.get_all("WWW-Authenticate", []))
    for demand in demands:
        refused = {"invalid_token": UNAUTHORIZED, "insufficient_scope": DENIED}.get(
            demand.parameters.get("error", "")
        )
        if demand.scheme == "bearer" and refused is not None:
            first = RegistryError(refused, demand.parameters.get("error_description") or None)
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
        details = struct_tags.unmarshal(_Details, body).details
    except struct_tags.JSONError:
        details = ""
    if details:
        code = {401: UNAUTHORIZED, 429: TOO_MANY_REQUESTS}.get(status, UNKNOWN)
        return RegistryError(code, details)
    try:
        found = parse_errors(body)
    except struct_tags.JSONError as error:
        return UnexpectedHTTPResponse(str(error), status, body)
    if not found:
        return UnexpectedHTTPResponse("no error details found in HTTP response body", status, body)
    return RegistryErrors(found)
