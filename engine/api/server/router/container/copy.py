"""Copies into containers and out of them, over HTTP.

Go: api/server/router/container/copy.go
"""

from __future__ import annotations

import base64
from http import HTTPStatus
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types.container_path_stat import ContainerPathStat
from engine.api.types.copy_config import CopyConfig
from engine.api.types.versions import compare as versions
from engine.golang import struct_tags
from engine.golang.io import Readable

if TYPE_CHECKING:
    from engine.api.server.router.container.container import ContainerRouter

_CHUNK = 1 << 18
_STAT_HEADER = "X-Docker-Container-Path-Stat"


class PathError(errdefs.InvalidParameter):
    """There is no path (HTTP 400).

    Go: pathError
    """

    def __init__(self) -> None:
        super().__init__("Path cannot be empty")


def post_containers_copy(router: ContainerRouter, request: Request) -> Response | None:
    """Answer ``POST /containers/NAME/copy`` with an archive; since API 1.24 there is no such thing.

    Raises:
        InvalidParameter: the content type, the body, or no path.
        NotFound: no such container, or nothing there.

    Go: containerRouter.postContainersCopy
    """
    if versions.greater_than_or_equal_to(request.version, "1.24"):
        return Response(HTTPStatus.NOT_FOUND)
    httputils.check_for_json(request)
    try:
        config = struct_tags.decode(CopyConfig, request.body.read())
    except struct_tags.JSONError as error:
        said = "got EOF while reading request body" if str(error) == "EOF" else str(error)
        raise errdefs.InvalidParameter(said) from error
    if not config.resource:
        raise PathError
    archive = router.backend.container_copy(request.vars["name"], config.resource)
    try:
        request.writer.header["Content-Type"] = "application/x-tar"
        while piece := archive.read(_CHUNK):
            request.writer.write(piece)
    finally:
        archive.close()
    return None


def head_containers_archive(router: ContainerRouter, request: Request) -> Response:
    """Answer ``HEAD /containers/NAME/archive?path=PATH`` with what is there, in a header.

    Raises:
        InvalidParameter: no path.
        NotFound: no such container, or nothing there.

    Go: containerRouter.headContainersArchive
    """
    asked = httputils.archive_form_values(request)
    about = router.backend.container_stat_path(asked.name, asked.path)
    return Response(headers={_STAT_HEADER: _path_stat_header(about)})


def get_containers_archive(router: ContainerRouter, request: Request) -> None:
    """Answer ``GET /containers/NAME/archive?path=PATH`` with an archive of what is there.

    Raises:
        InvalidParameter: no path.
        NotFound: no such container, or nothing there.

    Go: containerRouter.getContainersArchive
    """
    asked = httputils.archive_form_values(request)
    archive, about = router.backend.container_archive_path(asked.name, asked.path)
    try:
        request.writer.header[_STAT_HEADER] = _path_stat_header(about)
        request.writer.header["Content-Type"] = "application/x-tar"
        _write_compressed_response(request, archive)
    finally:
        archive.close()


def put_containers_archive(router: ContainerRouter, request: Request) -> Response:
    """Answer ``PUT /containers/NAME/archive?path=PATH``: unpack the body there.

    Raises:
        InvalidParameter: no path.
        NotFound: no such container, or nothing there.

    Go: containerRouter.putContainersArchive
    """
    asked = httputils.archive_form_values(request)
    router.backend.container_extract_to_dir(
        asked.name,
        asked.path,
        httputils.bool_value(request, "copyUIDGID"),
        httputils.bool_value(request, "noOverwriteDirNonDir"),
        request.body,
    )
    return Response()


def _path_stat_header(about: ContainerPathStat) -> str:
    """Go: setContainerPathStatHeader."""
    text = struct_tags.marshal(about).encode("utf-8", "surrogateescape")
    return base64.b64encode(text).decode()


def _write_compressed_response(request: Request, body: Readable) -> None:
    """Send the body, compressed if the client takes that.

    Go: writeCompressedResponse
    """
    import zlib

    encoding = _negotiate_content_encoding(request.http.header.get("Accept-Encoding"))
    if not encoding:
        while piece := body.read(_CHUNK):
            request.writer.write(piece)
        return
    # 31 is gzip with its frame, -15 deflate without any.
    packer = zlib.compressobj(wbits=31 if encoding == "gzip" else -15)
    request.writer.header["Content-Encoding"] = encoding
    while piece := body.read(_CHUNK):
        request.writer.write(packer.compress(piece))
    request.writer.write(packer.flush())


def _negotiate_content_encoding(accepted: str) -> str:
    """Return the encoding that the client likes best, "" for none.

    Go: vendor/github.com/golang/gddo/httputil/negotiate.go NegotiateContentEncoding
    """
    best, best_quality = "", 0.0
    for offer in ("gzip", "deflate"):
        for spec in accepted.split(","):
            value, _, parameter = spec.partition(";")
            if value.strip() not in (offer, "*"):
                continue
            try:
                quality = float(parameter.partition("=")[2]) if "q=" in parameter else 1.0
            except ValueError:
                continue
            if quality > best_quality:
                best, best_quality = offer, quality
    return best
