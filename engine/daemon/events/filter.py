"""Decides which events a subscriber gets to see.

Go: daemon/events/filter.go
"""

from __future__ import annotations

from typing import Protocol

from engine.api.types import events


class Args(Protocol):
    """The filters of a request, by name.

    Go: api/types/filters/parse.go Args
    """

    def __len__(self) -> int:
        """Return how many there are."""

    def get(self, field: str) -> list[str]:
        """Return the values given for ``field``."""

    def contains(self, field: str) -> bool:
        """Say whether ``field`` was given."""

    def exact_match(self, key: str, source: str) -> bool:
        """Say whether ``source`` is one of the values, or none was given."""

    def fuzzy_match(self, key: str, source: str) -> bool:
        """Say whether ``source`` starts with one of the values, or none was given."""

    def match_kv_list(self, key: str, sources: dict[str, str]) -> bool:
        """Say whether all ``key=value`` are in ``sources``, or none was given."""


# Their actions carry more behind a colon, so that only the beginning can be compared.
_WITH_DETAIL = frozenset({"health_status", "exec_create", "exec_start"})
_NAMED_TYPES = (
    events.DAEMON_EVENT_TYPE,
    events.CONTAINER_EVENT_TYPE,
    events.PLUGIN_EVENT_TYPE,
    events.VOLUME_EVENT_TYPE,
    events.NETWORK_EVENT_TYPE,
    events.NODE_EVENT_TYPE,
    events.SERVICE_EVENT_TYPE,
    events.SECRET_EVENT_TYPE,
    events.CONFIG_EVENT_TYPE,
)


class Filter:
    """A subscriber's wishes.

    Go: Filter
    """

    def __init__(self, filter: Args) -> None:
        self.filter = filter

    def include(self, event: events.Message) -> bool:
        """Say whether the subscriber wants ``event``: every kind of filter must let it pass.

        Go: Filter.Include
        """
        attributes = event.actor.attributes or {}
        return (
            self._match_event(event)
            and self.filter.exact_match("type", event.type)
            and self._match_scope(event.scope)
            and all(self._fuzzy_match_name(event, kind) for kind in _NAMED_TYPES)
            and self._match_image(event)
            and self._match_labels(attributes)
        )

    def _match_event(self, event: events.Message) -> bool:
        if _WITH_DETAIL.intersection(self.filter.get("event")):
            return self.filter.fuzzy_match("event", event.action)
        return self.filter.exact_match("event", event.action)

    def _match_scope(self, scope: str) -> bool:
        return not self.filter.contains("scope") or self.filter.exact_match("scope", scope)

    def _match_labels(self, attributes: dict[str, str]) -> bool:
        if not self.filter.contains("label"):
            return True
        return self.filter.match_kv_list("label", attributes)

    def _fuzzy_match_name(self, event: events.Message, event_type: str) -> bool:
        name = (event.actor.attributes or {}).get("name", "")
        return self.filter.fuzzy_match(event_type, event.actor.id) or self.filter.fuzzy_match(
            event_type, name
        )

    def _match_image(self, event: events.Message) -> bool:
        """Compare the image of an image's or a container's event, with and without its tag."""
        key = "name" if event.type == events.IMAGE_EVENT_TYPE else "image"
        id, name = event.actor.id, (event.actor.attributes or {}).get(key, "")
        return any(
            self.filter.exact_match("image", candidate)
            for candidate in (id, name, _strip_tag(id), _strip_tag(name))
        )


def _strip_tag(image: str) -> str:
    from engine.errdefs import Error
    from engine.golang.errors import GoError
    from engine.vendor.docker.distribution import reference

    try:
        return reference.familiar_name(reference.parse_normalized_named(image))
    except (Error, GoError, ValueError):
        return image
