"""Create, show and remove volumes over HTTP.

Go: api/server/router/volume/volume_routes.go
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.api.types.volume_create import VolumeCreateBody
from engine.api.types.volume_list import VolumeListOKBody
from engine.golang import struct_tags
from engine.volume.service import opts

if TYPE_CHECKING:
    from engine.api.server.router.volume.volume import VolumeRouter


def get_volumes_list(router: VolumeRouter, request: Request) -> Response:
    """Answer ``GET /volumes``.

    Raises:
        InvalidParameter: the filters.

    Go: volumeRouter.getVolumesList
    """
    httputils.parse_form(request)
    try:
        wanted = filters.from_json(request.query.get("filters"))
    except struct_tags.JSONError as error:
        raise errdefs.InvalidParameter(f"error reading volume filters: {error}") from error
    volumes, warnings = router.backend.list(wanted)
    return httputils.write_json(HTTPStatus.OK, VolumeListOKBody(volumes=volumes, warnings=warnings))


def get_volume_by_name(router: VolumeRouter, request: Request) -> Response:
    """Answer ``GET /volumes/NAME``.

    Raises:
        NotFound: no such volume.

    Go: volumeRouter.getVolumeByName
    """
    httputils.parse_form(request)
    found = router.backend.get(request.vars["name"], opts.with_get_resolve_status)
    return httputils.write_json(HTTPStatus.OK, found)


def post_volumes_create(router: VolumeRouter, request: Request) -> Response:
    """Answer ``POST /volumes/create`` with 201 and the volume.

    Raises:
        InvalidParameter: the content type, the body, or what the driver refuses.

    Go: volumeRouter.postVolumesCreate
    """
    httputils.parse_form(request)
    httputils.check_for_json(request)
    try:
        body = struct_tags.decode(VolumeCreateBody, request.body.read())
    except struct_tags.JSONError as error:
        said = "got EOF while reading request body" if str(error) == "EOF" else str(error)
        raise errdefs.InvalidParameter(said) from error
    made = router.backend.create(
        body.name,
        body.driver,
        opts.with_create_options(body.driver_opts),
        opts.with_create_labels(body.labels),
    )
    return httputils.write_json(HTTPStatus.CREATED, made)


def delete_volumes(router: VolumeRouter, request: Request) -> Response:
    """Answer ``DELETE /volumes/NAME?force=1`` with 204.

    Raises:
        NotFound: no such volume.
        Conflict: in use.

    Go: volumeRouter.deleteVolumes
    """
    httputils.parse_form(request)
    force = httputils.bool_value(request, "force")
    router.backend.remove(request.vars["name"], opts.with_purge_on_error(force))
    return Response(HTTPStatus.NO_CONTENT)


def post_volumes_prune(router: VolumeRouter, request: Request) -> Response:
    """Answer ``POST /volumes/prune`` with what went.

    Raises:
        JSONError: the filters; nobody classified it (HTTP 500).
        Conflict: somebody is at it already.

    Go: volumeRouter.postVolumesPrune
    """
    httputils.parse_form(request)
    wanted = filters.from_json(request.query.get("filters"))
    return httputils.write_json(HTTPStatus.OK, router.backend.prune(wanted))
