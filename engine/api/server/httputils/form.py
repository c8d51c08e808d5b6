"""Parameters of a request, read as what they stand for.

Go: api/server/httputils/form.go
"""

from __future__ import annotations

from dataclasses import dataclass

from engine import errdefs
from engine.api.server.httputils.httputils import parse_form
from engine.api.server.httputils.response import Request
from engine.golang import strconv
from engine.golang.errors import GoError


def bool_value(request: Request, key: str) -> bool:
    """Return whether ``key`` is set to anything but 0, no, false, none or nothing.

    Go: BoolValue
    """
    value = request.http.form_value(key).strip().lower()
    return value not in ("", "0", "no", "false", "none")


def bool_value_or_default(request: Request, key: str, default: bool) -> bool:
    """Return ``default`` where ``key`` is absent, else what it says.

    Go: BoolValueOrDefault
    """
    return bool_value(request, key) if key in request.query else default


def int64_value_or_zero(request: Request, key: str) -> int:
    """Return the number that ``key`` holds, 0 where there is none.

    Go: Int64ValueOrZero
    """
    try:
        return int64_value_or_default(request, key, 0)
    except GoError:
        return 0


def int64_value_or_default(request: Request, key: str, default: int) -> int:
    """Return the number that ``key`` holds, ``default`` where it is empty or absent.

    Raises:
        GoError: no number.

    Go: Int64ValueOrDefault
    """
    value = request.query.get(key)
    return strconv.parse_int(value, 10, 64) if value else default


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    """A container and a path in it.

    Go: ArchiveOptions
    """

    name: str
    path: str


class BadParameterError(errdefs.InvalidParameter):
    """Something has to be given (HTTP 400).

    Go: badParameterError
    """

    def __init__(self, parameter: str) -> None:
        super().__init__(f"bad parameter: {parameter}cannot be empty")


def archive_form_values(request: Request) -> ArchiveOptions:
    """Return which container and path the request means.

    Raises:
        InvalidParameter: one of them is empty.

    Go: ArchiveFormValues
    """
    parse_form(request)
    name = request.vars.get("name", "")
    if not name:
        raise BadParameterError("name")
    path = request.query.get("path")
    if not path:
        raise BadParameterError("path")
    return ArchiveOptions(name, path)
