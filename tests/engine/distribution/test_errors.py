"""What an error means: for the next endpoint, for the next attempt, and for the user."""

from __future__ import annotations

from typing import Any

import pytest

from engine import errdefs
from engine.distribution import errors
from engine.distribution.xfer.transfer import DoNotRetry
from engine.golang.errors import GoError
from engine.golang.http.client import URLError
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.registry.api.errcode import errors as errcode
from engine.vendor.docker.distribution.registry.api.errcode.errors import (
    RegistryError,
    RegistryErrors,
)
from engine.vendor.docker.distribution.registry.client.auth.handlers import (
    NoBasicAuthCredentials,
    NoToken,
)
from engine.vendor.docker.distribution.registry.client.errors import (
    UnexpectedHTTPResponse,
    UnexpectedHTTPStatus,
)
from engine.vendor.docker.distribution.registry.client.repository import BlobUnknown

REF: Any = reference.parse_normalized_named("repository:tag")
URL = "https://registry/v2/"
DISK_FULL = OSError(28, "No space left on device")


def listed(*found: RegistryError) -> RegistryErrors:
    return RegistryErrors(found)


@pytest.mark.parametrize(
    ("error", "final"),
    [
        (RegistryError(errcode.UNAUTHORIZED), True),
        (RegistryError(errcode.UNSUPPORTED), True),
        (RegistryError(errcode.DENIED), True),
        (RegistryError(errcode.TOO_MANY_REQUESTS), True),
        (RegistryError(errcode.NAME_UNKNOWN), True),
        (RegistryError(errcode.MANIFEST_UNKNOWN), False),
        (RegistryError(errcode.DENIED, bare=True), False),
        (listed(RegistryError(errcode.DENIED), RegistryError(errcode.UNKNOWN)), True),
        (listed(RegistryError(errcode.UNKNOWN), RegistryError(errcode.DENIED)), False),
        (URLError("GET", URL, NoBasicAuthCredentials()), True),
        (URLError("GET", URL, NoToken()), True),
        (URLError("GET", URL, GoError("EOF")), False),
        (URLError("GET", URL, listed(RegistryError(errcode.DENIED))), True),
        (UnexpectedHTTPResponse("no JSON", 404, b""), True),
        (UnexpectedHTTPStatus("500 Internal Server Error"), False),
        (BlobUnknown(), True),
        (DISK_FULL, True),
        (GoError("write /tmp/x: no space left on device"), True),
        (GoError("unexpected EOF"), False),
        (ConnectionResetError(104, "Connection reset by peer"), False),
    ],
    ids=str,
)
def test_some_errors_do_not_go_away(error: Exception, final: bool) -> None:
    assert isinstance(errors.retry_on_error(error), DoNotRetry) is final


def test_a_registry_that_says_when_to_come_again_may_be_asked_again() -> None:
    error = RegistryError(errcode.TOO_MANY_REQUESTS)
    error.__dict__["retry_after"] = 3.0

    assert errors.retry_on_error(error) is error


@pytest.mark.parametrize(
    ("error", "on", "on_from_a_mirror"),
    [
        (RegistryError(errcode.UNAUTHORIZED), True, True),
        (RegistryError(errcode.MANIFEST_UNKNOWN), True, True),
        (RegistryError(errcode.NAME_UNKNOWN), True, True),
        (RegistryError(errcode.DENIED), False, True),
        (RegistryError(errcode.TOO_MANY_REQUESTS), False, True),
        (RegistryError(errcode.DENIED, bare=True), True, True),
        (listed(RegistryError(errcode.DENIED)), False, True),
        (errors.ImageConfigPullError(GoError("x")), False, True),
        (errors.UnsupportedMediaType("application/x"), False, False),
        (UnexpectedHTTPResponse("no JSON", 404, b""), True, True),
        (GoError("EOF"), True, True),
    ],
    ids=str,
)
def test_after_some_errors_the_next_endpoint_is_asked(
    error: Exception, on: bool, on_from_a_mirror: bool
) -> None:
    assert errors.continue_on_error(error, mirror_endpoint=False) is on
    assert errors.continue_on_error(error, mirror_endpoint=True) is on_from_a_mirror


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (
            RegistryError(errcode.DENIED, "no"),
            404,
            "pull access denied for repository, repository does not exist or may require "
            "'docker login': denied: no",
        ),
        (
            listed(RegistryError(errcode.MANIFEST_UNKNOWN, "no")),
            404,
            "manifest for repository:tag not found: manifest unknown: no",
        ),
        (
            DoNotRetry(RegistryError(errcode.NAME_UNKNOWN)),
            404,
            "repository repository not found: name unknown: repository name not known to registry",
        ),
        (RegistryError(errcode.MANIFEST_UNKNOWN, bare=True), 500, "manifest unknown"),
        (RegistryError(errcode.UNAUTHORIZED), 500, "unauthorized: authentication required"),
        (errors.InvalidManifestClass("a", "b"), 500, 'Encountered remote "a"(b) when fetching'),
        (DISK_FULL, 500, "no space left on device"),
        (errors.ReservedName("scratch"), 500, "'scratch' is a reserved name"),
    ],
    ids=str,
)
def test_the_user_is_told_in_dockers_words(error: Exception, status: int, text: str) -> None:
    translated = errors.translate_pull_error(error, REF)

    assert str(translated) == text
    assert errdefs.http_status(translated) == status


def test_no_error_is_its_own_cause() -> None:
    for error in (RegistryError(errcode.DENIED), GoError("x"), DoNotRetry(GoError("y"))):
        found: BaseException | None = errors.translate_pull_error(error, REF)
        seen = set()
        while found is not None:
            assert id(found) not in seen
            seen.add(id(found))
            found = found.__cause__
