"""Agree on the version of the API, or refuse.

Go: api/server/middleware/version.go
"""

from __future__ import annotations

import sys
from functools import partial

from engine import errdefs
from engine.api.server.httputils import APIFunc, Request, Response
from engine.api.types.versions import compare as versions


class VersionUnsupportedError(errdefs.InvalidParameter):
    """The client speaks a version that the server does not (HTTP 400).

    Go: versionUnsupportedError
    """

    def __init__(self, version: str, *, minimum: str = "", maximum: str = "") -> None:
        if minimum:
            super().__init__(
                f"client version {version} is too old. Minimum supported API version is "
                f"{minimum}, please upgrade your client to a newer version"
            )
        else:
            super().__init__(
                f"client version {version} is too new. Maximum supported API version is {maximum}"
            )


class VersionMiddleware:
    """Compares the version in the path with what the server can do.

    Go: VersionMiddleware
    """

    def __init__(self, server_version: str, default_version: str, min_version: str) -> None:
        self.server_version = server_version
        self.default_version = default_version
        self.min_version = min_version

    def wrap_handler(self, handler: APIFunc) -> APIFunc:
        """Return ``handler`` behind the check.

        Go: VersionMiddleware.WrapHandler
        """
        return partial(self._handle, handler)

    def _handle(self, handler: APIFunc, request: Request) -> Response | None:
        """Name the server in the headers, note the version to answer in, and go on.

        A path without version means the newest.

        Raises:
            InvalidParameter: too old or too new.
        """
        request.writer.header["Server"] = f"Docker/{self.server_version} ({sys.platform})"
        request.writer.header["Api-Version"] = self.default_version
        request.writer.header["Ostype"] = sys.platform
        version = request.vars.get("version") or self.default_version
        if versions.less_than(version, self.min_version):
            raise VersionUnsupportedError(version, minimum=self.min_version)
        if versions.greater_than(version, self.default_version):
            raise VersionUnsupportedError(version, maximum=self.default_version)
        request.version = version
        return handler(request)
