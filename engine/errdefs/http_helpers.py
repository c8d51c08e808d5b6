"""The one place that knows HTTP status codes.

Go: errdefs/http_helpers.go
"""

from __future__ import annotations

from engine.errdefs import defs
from engine.errdefs.helpers import kind_of

_STATUS: dict[type[defs.Error], int] = {
    defs.NotFound: 404,
    defs.InvalidParameter: 400,
    defs.Conflict: 409,
    defs.Unauthorized: 401,
    defs.Unavailable: 503,
    defs.Forbidden: 403,
    defs.NotModified: 304,
    defs.NotImplemented: 501,
}
_BY_STATUS = {status: kind for kind, status in _STATUS.items()}


def http_status(error: BaseException) -> int:
    """Return the HTTP status that answers ``error``; 500 when nobody classified it.

    An error with an integer ``http_status`` of its own and no class (a registry's answer) keeps
    that.

    Go: GetHTTPErrorStatusCode
    """
    kind = kind_of(error)
    if kind is not None:
        return _STATUS.get(kind, 500)
    cause: BaseException | None = error
    while cause is not None:
        own = getattr(cause, "http_status", None)
        if isinstance(own, int):
            return own
        cause = cause.__cause__
    return 500


def from_status_code(text: str, status: int) -> defs.Error:
    """Return the error that an answer with ``status`` stands for, on the client's side.

    Go: FromStatusCode
    """
    if status in _BY_STATUS:
        return _BY_STATUS[status](text)
    if status != 500:
        from engine.vendor.sirupsen import logrus

        said = "FIXME: Got an status-code for which error does not match any expected type!!!"
        logrus.debug(said, error=text, module="api", status_code=str(status))
    if status >= 500:
        return defs.System(text)
    if status >= 400:
        return defs.InvalidParameter(text)
    return defs.Unknown(text)
