"""Create, list and remove containers over HTTP.

Go: api/server/router/container/container_routes.go
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.api.types.change import Change
from engine.api.types.client import ContainerListOptions
from engine.api.types.configs import ContainerCreateConfig, ContainerRmConfig
from engine.api.types.container.container_create import ContainerCreateCreatedBody
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import CgroupnsMode, IpcMode
from engine.api.types.versions import compare as versions
from engine.golang import strconv
from engine.vendor.opencontainers.image_spec.v1 import Platform

if TYPE_CHECKING:
    from engine.api.server.router.container.container import ContainerRouter


def get_containers_json(router: ContainerRouter, request: Request) -> Response:
    """Answer ``GET /containers/json?all=1`` with a line about each container.

    Raises:
        GoError: a filter or ``limit`` cannot be read; nobody classified it (HTTP 500).

    Go: containerRouter.getContainersJSON
    """
    httputils.parse_form(request)
    config = ContainerListOptions(
        filters=filters.from_json(request.query.get("filters")),
        all=httputils.bool_value(request, "all"),
        size=httputils.bool_value(request, "size"),
        since=request.query.get("since"),
        before=request.query.get("before"),
    )
    if limit := request.query.get("limit"):
        config.limit = strconv.atoi(limit)
    return httputils.write_json(HTTPStatus.OK, router.backend.containers_(config))


def post_containers_create(router: ContainerRouter, request: Request) -> Response:
    """Answer ``POST /containers/create?name=NAME`` with 201 and ``{"Id", "Warnings"}``.

    Raises:
        InvalidParameter: a parameter, the content type, or settings that exclude each other.
        JSONError: the body; nobody classified it (HTTP 500).

    Go: containerRouter.postContainersCreate
    """
    httputils.parse_form(request)
    httputils.check_for_json(request)
    name = request.query.get("name")
    config, host_config, networking_config = router.decoder.decode_config(request.body)
    if host_config is not None:
        _rewrite_for_version(router, host_config, request.version)
    platform = _platform(request)
    if host_config is not None:
        _pids_limit(host_config)
    created = _backend_call(
        router,
        ContainerCreateConfig(
            name=name,
            config=config,
            host_config=host_config,
            networking_config=networking_config,
            adjust_cpu_shares=versions.less_than(request.version, "1.19"),
            platform=platform,
        ),
    )
    return httputils.write_json(HTTPStatus.CREATED, created)


def _rewrite_for_version(router: ContainerRouter, host_config: HostConfig, version: str) -> None:
    """Mean what a client of that age means, by what it says and by what it leaves out.

    Go: containerRouter.postContainersCreate (L477-L502)
    """
    if versions.less_than(version, "1.25"):
        # Such clients remove the container themselves.
        host_config.auto_remove = False
    if versions.less_than(version, "1.40"):
        for mount in host_config.mounts or ():
            if mount.bind_options is not None:
                mount.bind_options.non_recursive = False
        host_config.kernel_memory_tcp = 0
        # "private" became the default only then.
        if host_config.ipc_mode.is_empty():
            host_config.ipc_mode = IpcMode("shareable")
    # Clients before cgroup namespaces take the host's for granted, on hosts of that age.
    older = versions.less_than(version, "1.41") and not router.cgroup2
    if older and host_config.cgroupns_mode.is_empty():
        host_config.cgroupns_mode = CgroupnsMode("host")


def _platform(request: Request) -> Platform | None:
    """Return the platform asked for, which only API 1.41 can.

    Raises:
        InvalidParameter: it is none.

    Go: containerRouter.postContainersCreate (L504-L513)
    """
    wanted = request.query.get("platform")
    if not wanted or versions.less_than(request.version, "1.41"):
        return None
    from engine.vendor.containerd import platforms

    with errdefs.reported_as(errdefs.InvalidParameter):
        return platforms.parse(wanted)


def _pids_limit(host_config: HostConfig) -> None:
    """Turn every way to say "no limit" into None.

    Go: containerRouter.postContainersCreate (L515-L521)
    """
    if host_config.pids_limit is not None and host_config.pids_limit <= 0:
        host_config.pids_limit = None


def _backend_call(
    router: ContainerRouter, config: ContainerCreateConfig
) -> ContainerCreateCreatedBody:
    """Hand everything to the daemon: here HTTP ends.

    Go: containerRouter.postContainersCreate (L523-L533)
    """
    return router.backend.container_create(config)


def delete_containers(router: ContainerRouter, request: Request) -> Response:
    """Answer ``DELETE /containers/NAME?v=1&force=1&link=1`` with 204.

    Raises:
        NotFound: no such container.
        Conflict: it runs, and nobody forced.

    Go: containerRouter.deleteContainers
    """
    httputils.parse_form(request)
    config = ContainerRmConfig(
        force_remove=httputils.bool_value(request, "force"),
        remove_volume=httputils.bool_value(request, "v"),
        remove_link=httputils.bool_value(request, "link"),
    )
    router.backend.container_rm(request.vars["name"], config)
    return Response(HTTPStatus.NO_CONTENT)


def get_containers_export(router: ContainerRouter, request: Request) -> None:
    """Answer ``GET /containers/NAME/export`` with an archive of all files.

    Raises:
        NotFound: no such container.
        GoError: its files cannot be read.

    Go: containerRouter.getContainersExport
    """
    router.backend.container_export(request.vars["name"], request.writer)


def get_containers_changes(router: ContainerRouter, request: Request) -> Response:
    """Answer ``GET /containers/NAME/changes`` with what differs from the image.

    Raises:
        NotFound: no such container.

    Go: containerRouter.getContainersChanges
    """
    changes = [
        Change(path=path, kind=kind)
        for path, kind in router.backend.container_changes(request.vars["name"])
    ]
    return httputils.write_json(HTTPStatus.OK, changes or None)


def post_container_rename(router: ContainerRouter, request: Request) -> Response:
    """Answer ``POST /containers/NAME/rename?name=NEW`` with 204.

    Raises:
        InvalidParameter: a name is none.
        NotFound: no such container.
        Conflict: the name is taken.

    Go: containerRouter.postContainerRename
    """
    httputils.parse_form(request)
    router.backend.container_rename(request.vars["name"], request.query.get("name"))
    return Response(HTTPStatus.NO_CONTENT)


def post_containers_prune(router: ContainerRouter, request: Request) -> Response:
    """Answer ``POST /containers/prune`` with what went.

    Raises:
        InvalidParameter: the filters.

    Go: containerRouter.postContainersPrune
    """
    httputils.parse_form(request)
    with errdefs.reported_as(errdefs.InvalidParameter):
        wanted = filters.from_json(request.query.get("filters"))
    return httputils.write_json(HTTPStatus.OK, router.backend.containers_prune(wanted))
