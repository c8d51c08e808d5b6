"""Hands every message to every subscriber that wants it and is not too slow.

Go: pkg/pubsub/publisher.go
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Subscription(Generic[T]):
    """What one subscriber still has to read; Go's buffered channel.

    Go: subscriber
    """

    def __init__(self, buffer: int) -> None:
        # One place more than asked for: the end must always fit.
        self._queue: queue.Queue[T | None] = queue.Queue(buffer + 1)
        self._closed = False

    def put(self, message: T, timeout: float) -> bool:
        """Add ``message``, waiting up to ``timeout`` seconds for room; say whether it fitted."""
        try:
            self._queue.put(message, timeout=timeout) if timeout > 0 else self._queue.put_nowait(
                message
            )
        except queue.Full:
            return False
        return True

    def get(self, timeout: float | None = None) -> T | None:
        """Return the next message, None at the end.

        Raises:
            queue.Empty: none came in ``timeout`` seconds.
        """
        return None if self._closed and self._queue.empty() else self._queue.get(timeout=timeout)

    def close(self) -> None:
        """Let readers see the end after what is buffered."""
        self._closed = True
        try:
            self._queue.put_nowait(None)
        except queue.Full:
            return

    def __iter__(self) -> Iterator[T]:
        while (message := self.get()) is not None:
            yield message


class Publisher(Generic[T]):
    """Knows the subscribers and what each of them wants.

    Go: Publisher
    """

    def __init__(self, publish_timeout: float, buffer: int) -> None:
        self._timeout = publish_timeout
        self._buffer = buffer
        self._lock = threading.Lock()
        self._subscribers: dict[Subscription[T], Callable[[T], bool] | None] = {}

    def __len__(self) -> int:
        with self._lock:
            return len(self._subscribers)

    def subscribe(self) -> Subscription[T]:
        """Return a subscription to every message.

        Go: Publisher.Subscribe
        """
        return self.subscribe_topic(None)

    def subscribe_topic(self, topic: Callable[[T], bool] | None) -> Subscription[T]:
        """Return a subscription to the messages for which ``topic`` says yes.

        Go: Publisher.SubscribeTopic
        """
        subscription: Subscription[T] = Subscription(self._buffer)
        with self._lock:
            self._subscribers[subscription] = topic
        return subscription

    def evict(self, subscription: Subscription[T]) -> None:
        """End a subscription; ending it again does nothing.

        Go: Publisher.Evict
        """
        with self._lock:
            known = self._subscribers.pop(subscription, _ABSENT)
        if known is not _ABSENT:
            subscription.close()

    def publish(self, message: T) -> None:
        """Hand ``message`` to whoever wants it; who has no room in time misses it.

        Go gives each subscriber a goroutine; here all of them share one timeout.

        Go: Publisher.Publish
        """
        if not self._subscribers:
            return
        with self._lock:
            wanting = [
                subscription
                for subscription, topic in self._subscribers.items()
                if topic is None or topic(message)
            ]
        deadline = time.monotonic() + self._timeout
        for subscription in wanting:
            subscription.put(message, deadline - time.monotonic())

    def close(self) -> None:
        """End all subscriptions.

        Go: Publisher.Close
        """
        with self._lock:
            subscriptions = list(self._subscribers)
            self._subscribers.clear()
        for subscription in subscriptions:
            subscription.close()


def _absent(_: object) -> bool:
    return False


_ABSENT = _absent
