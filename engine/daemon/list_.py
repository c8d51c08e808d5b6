"""Lists containers.

Go: daemon/list.go
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types import container_summary as types
from engine.api.types.client import ContainerListOptions
from engine.api.types.filters import Args
from engine.container.health import HEALTHY, NO_HEALTHCHECK, STARTING, UNHEALTHY
from engine.container.snapshot import Snapshot
from engine.container.state import is_valid_state_string
from engine.container.view import NoSuchContainer, View
from engine.daemon.errors import InvalidFilter
from engine.daemon.images.image_unix import get_container_layer_size
from engine.golang import strconv, times
from engine.golang.errors import GoError
from engine.vendor.docker.go_connections import nat

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_ACCEPTED_FILTERS = frozenset(
    {
        "ancestor",
        "before",
        "exited",
        "expose",
        "health",
        "id",
        "is-task",
        "isolation",
        "label",
        "name",
        "network",
        "publish",
        "since",
        "status",
        "volume",
    }
)


@dataclass(slots=True, kw_only=True)
class _ListContext:
    """A request, read: what may pass.

    Go: listContext
    """

    options: ContainerListOptions
    filters: Args
    exit_allowed: list[int] = field(default_factory=list)
    before: str = ""
    since: str = ""
    is_task: bool | None = None
    images: set[str] | None = None
    ids: set[str] | None = None
    publish: set[str] = field(default_factory=set)
    expose: set[str] = field(default_factory=set)


def containers(daemon: Daemon, config: ContainerListOptions) -> list[types.Container]:
    """Return a line about each container that the filters let pass, the newest first.

    Raises:
        InvalidParameter: a filter is unknown, or its value makes no sense.
        GoError: a number in a filter is none.

    Go: Daemon.Containers
    """
    filters = config.filters if config.filters is not None else Args()
    filters.validate(_ACCEPTED_FILTERS)
    view = daemon.containers_replica.snapshot()
    ctx = _fold_filter(daemon, view, config, filters)
    if filters.contains("id"):
        ctx.ids = _filter_by_id_matches(daemon, filters.get("id"))
    found: list[types.Container] = []
    passed = not ctx.before
    for snapshot in sorted(view.all(), key=lambda one: one.created_at, reverse=True):
        if not passed:
            passed = snapshot.container.id == ctx.before
            continue
        if snapshot.container.id == ctx.since or (0 < config.limit == len(found)):
            break
        if _include(snapshot, ctx):
            found.append(_refresh_image(daemon, snapshot, config.size))
    return found


def _refresh_image(daemon: Daemon, snapshot: Snapshot, size: bool) -> types.Container:
    """Show the image's ID where its name has gone to another image.

    Go: Daemon.refreshImage
    """
    line = snapshot.container
    if line.image != line.image_id:
        try:
            known = daemon.image_service.get_image(line.image).image_id()
        except errdefs.NotFound:
            known = ""
        if known != line.image_id:
            line.image = line.image_id
    if size:
        line.size_rw, line.size_root_fs = get_container_layer_size(daemon.image_service, line.id)
    return line


def _fold_filter(
    daemon: Daemon, view: View, config: ContainerListOptions, filters: Args
) -> _ListContext:
    """Read the filters.

    Go: Daemon.foldFilter
    """
    ctx = _ListContext(options=config, filters=filters)
    ctx.exit_allowed = [strconv.atoi(value) for value in filters.get("exited")]
    for value in filters.get("status"):
        if not is_valid_state_string(value):
            raise InvalidFilter("status", value)
        config.all = True
    ctx.is_task = _is_task(filters)
    for value in filters.get("health"):
        if value not in (STARTING, HEALTHY, UNHEALTHY, NO_HEALTHCHECK):
            raise errdefs.InvalidParameter(f"Unrecognised filter value for health: {value}")
    for value in filters.get("before"):
        ctx.before = _id_or_name_filter(view, value)
    for value in filters.get("since"):
        ctx.since = _id_or_name_filter(view, value)
    if filters.contains("ancestor"):
        ctx.images = _descendants(daemon, filters.get("ancestor"))
    for key, ports in (("publish", ctx.publish), ("expose", ctx.expose)):
        for value in filters.get(key):
            ports.update(_port_op(key, value))
    return ctx


def _filter_by_id_matches(daemon: Daemon, ids: list[str]) -> set[str]:
    """Return the containers that one of ``ids`` is the start of, if it is of no other.

    Go: Daemon.filterByNameIDMatches
    """
    found = set()
    for id in ids:
        try:
            found.add(daemon.id_index.get(id))
        except GoError:
            continue
    return found


def _is_task(filters: Args) -> bool | None:
    if not filters.contains("is-task"):
        return None
    for value in (True, False):
        if filters.exact_match("is-task", str(value).lower()):
            return value
    raise InvalidFilter("is-task", filters.get("is-task"))


def _id_or_name_filter(view: View, value: str) -> str:
    """Return the ID of the container with that ID or name.

    Go: idOrNameFilter
    """
    try:
        return view.get(value).container.id
    except NoSuchContainer:
        wanted = value.removeprefix("/")
        found = {
            id
            for id, names in view.get_all_names().items()
            if any(name.removeprefix("/") == wanted for name in names)
        }
        if len(found) != 1:
            raise
        return found.pop()


def _descendants(daemon: Daemon, ancestors: list[str]) -> set[str]:
    """Return the images that were built on one of ``ancestors``, themselves included.

    Go: populateImageFilterByParents
    """
    found: set[str] = set()
    open_ = []
    for ancestor in ancestors:
        try:
            open_.append(daemon.image_service.get_image(ancestor).id())
        except (errdefs.Error, GoError):
            continue
    while open_:
        id = open_.pop()
        if id not in found:
            found.add(id)
            open_.extend(daemon.image_service.children(id))
    return found


def _port_op(key: str, value: str) -> set[str]:
    """Return the ports of ``80-82/tcp``.

    Go: portOp
    """
    if ":" in value:
        raise GoError(f"filter for '{key}' should not contain ':': {value}")
    protocol, port = nat.split_proto_port(value)
    try:
        start, end = nat.parse_port_range(port)
        return {str(nat.new_port(protocol, str(number))) for number in range(start, end + 1)}
    except (GoError, ValueError) as error:
        raise GoError(f"error while looking up for {key} {value}: {error}") from error


def _include(snapshot: Snapshot, ctx: _ListContext) -> bool:
    """Say whether every filter lets the container pass.

    Go: includeContainerInList
    """
    options = ctx.options
    if not snapshot.running and not options.all and options.limit <= 0:
        return False
    return all(passes(snapshot, ctx) for passes in _FILTERS)


def _by_name_and_id(snapshot: Snapshot, ctx: _ListContext) -> bool:
    filters, name = ctx.filters, snapshot.name
    if ctx.ids is not None and snapshot.container.id not in ctx.ids:
        return False
    return filters.match("id", snapshot.container.id) and (
        filters.match("name", name) or filters.match("name", name.removeprefix("/"))
    )


def _by_task_and_label(snapshot: Snapshot, ctx: _ListContext) -> bool:
    if ctx.is_task is not None and ctx.is_task != snapshot.managed:
        return False
    return ctx.filters.match_kv_list("label", snapshot.container.labels)


def _by_state(snapshot: Snapshot, ctx: _ListContext) -> bool:
    if ctx.exit_allowed:
        ended = not snapshot.running and not times.is_zero(snapshot.started_at)
        if not ended or snapshot.exit_code not in ctx.exit_allowed:
            return False
    status = ctx.filters.match("status", snapshot.container.state)
    return status and ctx.filters.exact_match("health", snapshot.health)


def _by_volume(snapshot: Snapshot, ctx: _ListContext) -> bool:
    if not ctx.filters.contains("volume"):
        return True
    mounted: set[str] = set()
    for m in snapshot.container.mounts:
        mounted.update((m.name or m.source, m.destination))
    return any(value in mounted for value in ctx.filters.get("volume"))


def _by_ancestor(snapshot: Snapshot, ctx: _ListContext) -> bool:
    return ctx.images is None or snapshot.container.image_id in ctx.images


def _by_network(snapshot: Snapshot, ctx: _ListContext) -> bool:
    if not ctx.filters.contains("network"):
        return True
    networks = snapshot.container.network_settings.networks
    return any(
        value in networks or any(one.network_id.startswith(value) for one in networks.values())
        for value in ctx.filters.get("network")
    )


def _by_port(snapshot: Snapshot, ctx: _ListContext) -> bool:
    if not ctx.publish and not ctx.expose:
        return True
    return any(
        f"{port.public_port}/{port.type}" in ctx.publish
        or f"{port.private_port}/{port.type}" in ctx.expose
        for port in snapshot.container.ports
    )


_FILTERS: tuple[Callable[[Snapshot, _ListContext], bool], ...] = (
    _by_name_and_id,
    _by_task_and_label,
    _by_state,
    _by_volume,
    _by_ancestor,
    _by_network,
    _by_port,
)
