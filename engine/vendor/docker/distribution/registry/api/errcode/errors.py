"""What a registry answers when it refuses: a list of codes with messages.

Go: vendor/github.com/docker/distribution/registry/api/errcode/errors.go
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.golang.struct_tags import tag


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One of the codes that the registry API knows.

    Go: ErrorCode, ErrorDescriptor
    """

    value: str
    message: str
    http_status: int

    def __str__(self) -> str:
        """Return the code as messages print it: ``manifest unknown``."""
        return self.value.replace("_", " ").lower()


UNKNOWN = ErrorCode("UNKNOWN", "unknown error", 500)
UNSUPPORTED = ErrorCode("UNSUPPORTED", "The operation is unsupported.", 405)
UNAUTHORIZED = ErrorCode("UNAUTHORIZED", "authentication required", 401)
DENIED = ErrorCode("DENIED", "requested access to the resource is denied", 403)
UNAVAILABLE = ErrorCode("UNAVAILABLE", "service unavailable", 503)
TOO_MANY_REQUESTS = ErrorCode("TOOMANYREQUESTS", "too many requests", 429)
NAME_UNKNOWN = ErrorCode("NAME_UNKNOWN", "repository name not known to registry", 404)
MANIFEST_UNKNOWN = ErrorCode("MANIFEST_UNKNOWN", "manifest unknown", 404)
BLOB_UNKNOWN = ErrorCode("BLOB_UNKNOWN", "blob unknown to registry", 404)

_KNOWN = {
    code.value: code
    for code in (
        UNKNOWN,
        UNSUPPORTED,
        UNAUTHORIZED,
        DENIED,
        UNAVAILABLE,
        TOO_MANY_REQUESTS,
        NAME_UNKNOWN,
        MANIFEST_UNKNOWN,
        BLOB_UNKNOWN,
        ErrorCode("DIGEST_INVALID", "provided digest did not match uploaded content", 400),
        ErrorCode("SIZE_INVALID", "provided length did not match content length", 400),
        ErrorCode("NAME_INVALID", "invalid repository name", 400),
        ErrorCode("TAG_INVALID", "manifest tag did not match URI", 400),
        ErrorCode("MANIFEST_INVALID", "manifest invalid", 400),
        ErrorCode("MANIFEST_UNVERIFIED", "manifest failed signature verification", 400),
        ErrorCode("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry", 400),
        ErrorCode("BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry", 404),
        ErrorCode("BLOB_UPLOAD_INVALID", "blob upload invalid", 404),
    )
}


class RegistryError(GoError):
    """One error of a registry's answer; answered with the registry's own status.

    ``bare`` says that the registry gave no more than the code. Go makes a plain code of such an
    error, which prints without its message, and which later no longer counts as "not found".

    Go: Error
    """

    def __init__(self, code: ErrorCode, message: str | None = None, *, bare: bool = False) -> None:
        self.code = code
        self.message = code.message if message is None else message
        super().__init__(str(code) if bare else f"{code}: {self.message}")
        self.bare = bare
        self.http_status = code.http_status


class RegistryErrors(GoError):
    """All errors of a registry's answer.

    Go: Errors
    """

    def __init__(self, errors: Sequence[Exception]) -> None:
        text = "errors:\n" + "".join(f"{error}\n" for error in errors)
        super().__init__(str(errors[0]) if len(errors) == 1 else text)
        self.errors = list(errors)
        self.http_status = getattr(errors[0], "http_status", 500)


@dataclass(slots=True, kw_only=True)
class _Entry:
    GO_NAME: ClassVar[str] = "errcode.Error"

    code: str = field(default="", metadata=tag("code"))
    message: str = field(default="", metadata=tag("message"))
    detail: Any = field(default=None, metadata=tag("detail", omitempty=True))


@dataclass(slots=True, kw_only=True)
class _Entries:
    GO_NAME: ClassVar[str] = ""

    errors: list[_Entry] | None = field(default=None, metadata=tag("Errors"))


def parse_errors(body: bytes) -> list[RegistryError]:
    """Return the errors in ``{"errors": [{"code", "message", "detail"}, …]}``.

    Raises:
        JSONError: the body is not of that form.

    Go: Errors.UnmarshalJSON
    """
    found: list[RegistryError] = []
    for entry in struct_tags.unmarshal(_Entries, body).errors or []:
        code = _KNOWN.get(entry.code, UNKNOWN)
        bare = entry.detail is None and entry.message in ("", code.message)
        found.append(RegistryError(code, entry.message, bare=bare))
    return found
