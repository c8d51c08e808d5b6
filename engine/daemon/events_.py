"""Tells what happened to containers and volumes.

Go: daemon/events.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.api.types import events
from engine.daemon.events import Filter

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon
    from engine.daemon.events.filter import Args
    from engine.pkg.pubsub import Subscription


def log_container_event(daemon: Daemon, container: Container, action: str) -> None:
    """Publish that ``action`` happened to the container.

    Go: Daemon.LogContainerEvent
    """
    log_container_event_with_attributes(daemon, container, action, {})


def log_container_event_with_attributes(
    daemon: Daemon, container: Container, action: str, attributes: dict[str, str]
) -> None:
    """Publish that ``action`` happened to the container, with more to tell.

    The container's labels come along; its image (as it was typed) and its name override labels
    of those keys.

    Go: Daemon.LogContainerEventWithAttributes
    """
    _copy_attributes(attributes, container.config.labels)
    if container.config.image:
        attributes["image"] = container.config.image
    attributes["name"] = container.name.lstrip("/")
    actor = events.Actor(id=container.id, attributes=attributes)
    daemon.events_service.log(action, events.CONTAINER_EVENT_TYPE, actor)


def log_volume_event(
    daemon: Daemon, volume_id: str, action: str, attributes: dict[str, str]
) -> None:
    """Publish that ``action`` happened to a volume.

    Go: Daemon.LogVolumeEvent
    """
    actor = events.Actor(id=volume_id, attributes=attributes)
    daemon.events_service.log(action, events.VOLUME_EVENT_TYPE, actor)


def subscribe_to_events(
    daemon: Daemon, since: int | None, until: int | None, filter: Args
) -> tuple[list[events.Message], Subscription[events.Message]]:
    """Return events that are kept and a subscription to those that come.

    Times are nanoseconds since 1970, None where there is no such bound.

    Go: Daemon.SubscribeToEvents
    """
    return daemon.events_service.subscribe_topic(since, until, Filter(filter))


def unsubscribe_from_events(daemon: Daemon, listener: Subscription[events.Message]) -> None:
    """End a subscription.

    Go: Daemon.UnsubscribeFromEvents
    """
    daemon.events_service.evict(listener)


def _copy_attributes(attributes: dict[str, str], labels: dict[str, str] | None) -> None:
    attributes.update(labels or {})
