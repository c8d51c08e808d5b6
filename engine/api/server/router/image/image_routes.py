"""Fetch, load, show, name and remove images over HTTP.

Go: api/server/router/image/image_routes.go
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from http import HTTPStatus
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.api.types.auth import AuthConfig
from engine.api.types.versions import compare as versions
from engine.golang import struct_tags
from engine.pkg.ioutils.writeflusher import WriteFlusher
from engine.vendor.opencontainers.image_spec.v1 import Platform

if TYPE_CHECKING:
    from engine.api.server.router.image.image import ImageRouter


class MissingImageError(errdefs.InvalidParameter):
    """The path names no image (HTTP 400).

    Go: missingImageError
    """

    def __init__(self) -> None:
        super().__init__("image name cannot be blank")


def post_images_create(router: ImageRouter, request: Request) -> None:
    """Answer ``POST /images/create`` with a stream of progress, one JSON object a line.

    ``fromImage`` and ``tag`` pull; without them the body or ``fromSrc`` is imported. An error
    after the first line can only be one more line, for the status is out by then.

    Raises:
        InvalidParameter: the platform is none.

    Go: imageRouter.postImagesCreate
    """
    httputils.parse_form(request)
    output = WriteFlusher(request.writer)
    request.writer.header["Content-Type"] = "application/json"
    platform = _platform(request)
    try:
        if request.query.get("fromImage"):
            _pull(router, request, platform, output)
        else:
            _import(router, request, platform, output)
    except Exception as error:
        if not output.flushed:
            raise
        _write_error(output, error)


def _platform(request: Request) -> Platform | None:
    """Return the platform asked for, which clients before API 1.32 cannot do.

    Raises:
        InvalidParameter: it is none.
    """
    wanted = request.http.form_value("platform")
    if not wanted or versions.less_than(request.version, "1.32"):
        return None
    from engine.vendor.containerd import platforms

    # Go leaves it to containerd's own error class, which is a 400 as well.
    with errdefs.reported_as(errdefs.InvalidParameter):
        return platforms.parse(wanted)


def _pull(
    router: ImageRouter, request: Request, platform: Platform | None, output: WriteFlusher
) -> None:
    header = request.http.header
    with request.http.context() as ctx:
        router.backend.pull_image(
            ctx,
            request.query.get("fromImage"),
            request.query.get("tag"),
            platform,
            {name: values for name, values in header if name.startswith("X-Meta-")},
            _auth_config(header.get("X-Registry-Auth")),
            output,
        )


def _import(
    router: ImageRouter, request: Request, platform: Platform | None, output: WriteFlusher
) -> None:
    router.backend.import_image(
        request.query.get("fromSrc"),
        request.query.get("repo"),
        platform.os if platform is not None else "",
        request.query.get("tag"),
        request.query.get("message"),
        request.body,
        output,
        request.query.all("changes"),
    )


def _write_error(output: WriteFlusher, error: Exception) -> None:
    from engine.pkg.streamformatter.streamformatter import format_error

    with contextlib.suppress(OSError):  # the client may be why there is an error
        output.write(format_error(error))


def _auth_config(encoded: str) -> AuthConfig:
    """Return who the user is; without a legible word nobody, which many registries accept."""
    try:
        return struct_tags.decode(AuthConfig, base64.urlsafe_b64decode(encoded))
    except (binascii.Error, ValueError):
        return AuthConfig()


def get_images_get(router: ImageRouter, request: Request) -> None:
    """Answer ``GET /images/get?names=A&names=B`` with an archive.

    Raises:
        NotFound: no such image.

    Go: imageRouter.getImagesGet
    """
    httputils.parse_form(request)
    request.writer.header["Content-Type"] = "application/x-tar"
    output = WriteFlusher(request.writer)
    name = request.vars.get("name")
    names = [name] if name is not None else request.query.all("names") or []
    try:
        router.backend.export_image(names, output)
    except Exception as error:
        if not output.flushed:
            raise
        _write_error(output, error)


def post_images_load(router: ImageRouter, request: Request) -> None:
    """Answer ``POST /images/load`` with a stream of progress; errors are lines in it.

    Go: imageRouter.postImagesLoad
    """
    httputils.parse_form(request)
    quiet = httputils.bool_value_or_default(request, "quiet", True)
    request.writer.header["Content-Type"] = "application/json"
    output = WriteFlusher(request.writer)
    try:
        router.backend.load_image(request.body, output, quiet)
    except Exception as error:
        _write_error(output, error)


def delete_images(router: ImageRouter, request: Request) -> Response:
    """Answer ``DELETE /images/NAME?force=1&noprune=1`` with what went.

    Raises:
        InvalidParameter: no name.
        NotFound: no such image.
        Conflict: in use.

    Go: imageRouter.deleteImages
    """
    httputils.parse_form(request)
    name = request.vars["name"]
    if not name.strip():
        raise MissingImageError()
    force = httputils.bool_value(request, "force")
    prune = not httputils.bool_value(request, "noprune")
    return httputils.write_json(HTTPStatus.OK, router.backend.image_delete(name, force, prune))


def get_images_by_name(router: ImageRouter, request: Request) -> Response:
    """Answer ``GET /images/NAME/json``.

    Raises:
        NotFound: no such image.

    Go: imageRouter.getImagesByName
    """
    return httputils.write_json(HTTPStatus.OK, router.backend.lookup_image(request.vars["name"]))


def get_images_json(router: ImageRouter, request: Request) -> Response:
    """Answer ``GET /images/json?all=1`` with a line about each image.

    Raises:
        JSONError: the filters; nobody classified it (HTTP 500).

    Go: imageRouter.getImagesJSON
    """
    httputils.parse_form(request)
    image_filters = filters.from_json(request.query.get("filters"))
    pattern = request.query.get("filter")
    if pattern and versions.less_than(request.version, "1.41"):
        image_filters.add("reference", pattern)
    found = router.backend.images(image_filters, httputils.bool_value(request, "all"), False)
    return httputils.write_json(HTTPStatus.OK, found)


def get_images_history(router: ImageRouter, request: Request) -> Response:
    """Answer ``GET /images/NAME/history``.

    Raises:
        NotFound: no such image.

    Go: imageRouter.getImagesHistory
    """
    return httputils.write_json(HTTPStatus.OK, router.backend.image_history(request.vars["name"]))


def post_images_tag(router: ImageRouter, request: Request) -> Response:
    """Answer ``POST /images/NAME/tag?repo=REPO&tag=TAG`` with 201.

    Raises:
        NotFound: no such image.
        InvalidParameter: the new name is none.

    Go: imageRouter.postImagesTag
    """
    httputils.parse_form(request)
    router.backend.tag_image(
        request.vars["name"], request.query.get("repo"), request.query.get("tag")
    )
    return Response(HTTPStatus.CREATED)


def post_images_prune(router: ImageRouter, request: Request) -> Response:
    """Answer ``POST /images/prune`` with what went.

    Raises:
        JSONError: the filters; nobody classified it (HTTP 500).
        Conflict: somebody is at it already.

    Go: imageRouter.postImagesPrune
    """
    httputils.parse_form(request)
    wanted = filters.from_json(request.query.get("filters"))
    return httputils.write_json(HTTPStatus.OK, router.backend.images_prune(wanted))
