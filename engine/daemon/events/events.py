"""Remembers the last events and tells subscribers the new ones.

Go: daemon/events/events.go
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

from engine.api.types.events import CONTAINER_EVENT_TYPE, IMAGE_EVENT_TYPE, Actor, Message
from engine.daemon.events.filter import Filter
from engine.pkg.pubsub import Publisher, Subscription

# How many events a late subscriber can still ask for.
_EVENTS_LIMIT = 256
# How many messages a slow subscriber may be behind, and how long one more waits, in seconds.
_BUFFER_SIZE = 1024
_PUBLISH_TIMEOUT = 0.1


class Events:
    """The engine's events.

    Go: Events
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: deque[Message] = deque(maxlen=_EVENTS_LIMIT)
        self._publisher: Publisher[Message] = Publisher(_PUBLISH_TIMEOUT, _BUFFER_SIZE)

    def subscribe(self) -> tuple[list[Message], Subscription[Message], Callable[[], None]]:
        """Return the events kept so far, the coming ones, and how to end that.

        Go: Events.Subscribe
        """
        with self._lock:
            current = list(self._events)
            coming = self._publisher.subscribe()
        return current, coming, lambda: self.evict(coming)

    def subscribe_topic(
        self, since: int | None, until: int | None, wanted: Filter | None
    ) -> tuple[list[Message], Subscription[Message]]:
        """Return the kept events between two times, and the coming ones, as far as wanted.

        Times are nanoseconds since 1970. None means that there is no such bound, and None twice
        that no kept event is asked for.

        Go: Events.SubscribeTopic
        """
        topic = wanted.include if wanted is not None and len(wanted.filter) else None
        with self._lock:
            kept = self._load_buffered_events(since, until, topic)
            return kept, self._publisher.subscribe_topic(topic)

    def evict(self, subscription: Subscription[Message]) -> None:
        """End a subscription.

        Go: Events.Evict
        """
        self._publisher.evict(subscription)

    def log(self, action: str, event_type: str, actor: Actor) -> None:
        """Publish that ``action`` happened to ``actor`` on this host, now.

        Go: Events.Log
        """
        now = time.time_ns()
        message = Message(
            action=action,
            type=event_type,
            actor=actor,
            scope="local",
            time=now // 1_000_000_000,
            time_nano=now,
        )
        # What clients read before there were actors.
        if event_type in (CONTAINER_EVENT_TYPE, IMAGE_EVENT_TYPE):
            message.id = actor.id
            message.status = action
        if event_type == CONTAINER_EVENT_TYPE:
            message.from_ = (actor.attributes or {}).get("image", "")
        self.publish_message(message)

    def publish_message(self, message: Message) -> None:
        """Keep ``message``, the oldest making room, and tell the subscribers.

        Go: Events.PublishMessage
        """
        with self._lock:
            self._events.append(message)
        self._publisher.publish(message)

    def subscribers_count(self) -> int:
        """Return how many listen.

        Go: Events.SubscribersCount
        """
        return len(self._publisher)

    def close(self) -> None:
        """End all subscriptions, so that nobody waits for a daemon that is gone."""
        self._publisher.close()

    def _load_buffered_events(
        self, since: int | None, until: int | None, topic: Callable[[Message], bool] | None
    ) -> list[Message]:
        if since is None and until is None:
            return []
        kept: Iterable[Message] = self._events
        return [
            event
            for event in kept
            if event.time_nano >= (since or 0)
            and not (0 < (until or 0) < event.time_nano)
            and (topic is None or topic(event))
        ]
