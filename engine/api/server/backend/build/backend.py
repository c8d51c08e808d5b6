"""The builder and the rest of the engine, brought together for the API.

Go: api/server/backend/build/backend.go
"""

from __future__ import annotations

from typing import Protocol

from engine.api.types import events
from engine.api.types.client import BuildCachePruneOptions
from engine.api.types.prune import BuildCachePruneReport
from engine.builder.builder_next import Builder
from engine.golang.errors import wrap


class EventsService(Protocol):
    """Who tells others what happened."""

    def log(self, action: str, event_type: str, actor: events.Actor) -> None:
        """Tell it."""


class Backend:
    """Clears away what builds left, and tells.

    Go: Backend
    """

    def __init__(self, buildkit: Builder, events_service: EventsService) -> None:
        self._buildkit = buildkit
        self._events_service = events_service

    def prune_cache(self, opts: BuildCachePruneOptions) -> BuildCachePruneReport:
        """Clear the cache, log the event ``prune``, and return what is gone.

        Raises:
            InvalidParameter: the filters do not make sense.
            GoError: a time is none.

        Go: Backend.PruneCache
        """
        try:
            size, cache_ids = self._buildkit.prune(opts)
        except Exception as error:
            raise wrap(error, "failed to prune build cache") from error
        actor = events.Actor(attributes={"reclaimed": str(size)})
        self._events_service.log("prune", events.BUILDER_EVENT_TYPE, actor)
        return BuildCachePruneReport(space_reclaimed=size, caches_deleted=cache_ids)
