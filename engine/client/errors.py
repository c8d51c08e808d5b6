"""Errors that the client itself finds, and questions about those it passes on.

Go: client/errors.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.versions import compare as versions
from engine.golang.errors import GoError
from engine.golang.strconv import quote

if TYPE_CHECKING:
    from engine.client.client import Client


class ConnectionFailed(GoError):
    """Nobody listens where the daemon should be.

    Go: errConnectionFailed
    """

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(
            f"Cannot connect to the Docker daemon at {host}. Is the docker daemon running?"
            if host
            else "Cannot connect to the Docker daemon. Is the docker daemon running on this host?"
        )


def error_connection_failed(host: str) -> ConnectionFailed:
    """Return the error for a daemon that does not answer at ``host``.

    Go: ErrorConnectionFailed
    """
    return ConnectionFailed(host)


def is_err_connection_failed(error: BaseException) -> bool:
    """Say whether ``error``, or what caused it, is that nobody listens.

    Go: IsErrConnectionFailed
    """
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ConnectionFailed):
            return True
        cause = cause.__cause__
    return False


def is_err_not_found(error: BaseException) -> bool:
    """Say whether the daemon answered 404.

    Go: IsErrNotFound
    """
    return errdefs.is_not_found(error)


def new_version_error(client: Client, api_required: str, feature: str) -> GoError | None:
    """Return an error if the daemon is too old for ``feature``, else None.

    Go: Client.NewVersionError
    """
    if client.version and versions.less_than(client.version, api_required):
        return GoError(
            f"{quote(feature)} requires API version {api_required}, but the Docker daemon API "
            f"version is {client.version}"
        )
    return None
