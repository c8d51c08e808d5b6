"""Clears away what nobody uses.

Go: daemon/prune.go
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types import events
from engine.api.types import time as timetypes
from engine.api.types.configs import ContainerRmConfig
from engine.api.types.filters import Args
from engine.api.types.prune import ContainersPruneReport, NetworksPruneReport
from engine.daemon.delete import container_rm
from engine.daemon.images.image_unix import get_container_layer_size
from engine.golang import times
from engine.golang.errors import GoError, text

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)
_ACCEPTED_FILTERS = ("label", "label!", "until")


def containers_prune(daemon: Daemon, prune_filters: Args) -> ContainersPruneReport:
    """Remove all containers that do not run and that the filters let pass; their volumes stay.

    Raises:
        Conflict: somebody is at it already.
        InvalidParameter: there is no such filter.
        GoError: ``until`` is no time.

    Go: Daemon.ContainersPrune
    """
    report = ContainersPruneReport()
    with only_one(daemon.prune_running):
        prune_filters.validate(_ACCEPTED_FILTERS)
        until = get_until_from_prune_filters(prune_filters)
        for container in daemon.containers.list():
            if container.state.is_running() or (
                until is not None and times.unix_nano(container.created) > until
            ):
                continue
            if match_labels(prune_filters, container.config.labels):
                _prune(daemon, container, report)
        _tell(daemon, events.CONTAINER_EVENT_TYPE, report.space_reclaimed)
    return report


def _prune(daemon: Daemon, container: Container, report: ContainersPruneReport) -> None:
    size, _ = get_container_layer_size(daemon.image_service, container.id)
    try:
        container_rm(daemon, container.id, ContainerRmConfig())
    except (errdefs.Error, GoError, OSError) as error:
        _log.warning("failed to prune container %s: %s", container.id, text(error))
        return
    report.space_reclaimed += max(size, 0)
    report.containers_deleted = [*(report.containers_deleted or ()), container.id]


def networks_prune(daemon: Daemon, prune_filters: Args) -> NetworksPruneReport:
    """Remove nothing: the networks that are here are dockerd's.

    Raises:
        Conflict: somebody is at it already.
        InvalidParameter: there is no such filter.
        GoError: ``until`` is no time.

    Go: Daemon.NetworksPrune
    """
    with only_one(daemon.prune_running):
        prune_filters.validate(_ACCEPTED_FILTERS)
        get_until_from_prune_filters(prune_filters)
        _tell(daemon, events.NETWORK_EVENT_TYPE, 0)
    return NetworksPruneReport()


def _tell(daemon: Daemon, event_type: str, reclaimed: int) -> None:
    actor = events.Actor(attributes={"reclaimed": str(reclaimed)})
    daemon.events_service.log("prune", event_type, actor)


@contextmanager
def only_one(running: threading.Lock) -> Iterator[None]:
    """Let one at a time clear away.

    Raises:
        Conflict: somebody is at it already.
    """
    if not running.acquire(blocking=False):
        raise errdefs.Conflict("a prune operation is already running")
    try:
        yield
    finally:
        running.release()


def get_until_from_prune_filters(prune_filters: Args) -> int | None:
    """Return the time, in nanoseconds since 1970, after which things stay; None for no such time.

    Raises:
        GoError: it is no time, or there are two.

    Go: getUntilFromPruneFilters
    """
    given = prune_filters.get("until")
    if not given:
        return None
    if len(given) > 1:
        raise GoError("more than one until filter specified")
    moment = timetypes.get_timestamp(given[0])
    seconds, nanoseconds = timetypes.parse_timestamps(moment, 0)
    return seconds * 1_000_000_000 + nanoseconds


def match_labels(prune_filters: Args, labels: dict[str, str] | None) -> bool:
    """Say whether labels let something be cleared away.

    Go: matchLabels
    """
    if not prune_filters.match_kv_list("label", labels):
        return False
    return not (prune_filters.contains("label!") and prune_filters.match_kv_list("label!", labels))
