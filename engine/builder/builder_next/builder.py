"""What may be cleared out of the builder's cache: everything that is asked for is checked.

Nothing is built here, so the cache is empty, and of a prune only its errors are left.

Go: builder/builder-next/builder.go
"""

from __future__ import annotations

from engine import errdefs
from engine.api.types.client import BuildCachePruneOptions
from engine.golang.duration import parse_duration
from engine.golang.errors import GoError, wrap
from engine.golang.strconv import quote

_CACHE_FIELDS = ("id", "parent", "type", "description", "inuse", "shared", "private")
_VALID_FILTERS = frozenset(("unused-for", "until", "label", "label!", *_CACHE_FIELDS))


class MultipleFilterValues(errdefs.InvalidParameter):
    """A filter takes one value (HTTP 400).

    Go: errMultipleFilterValues
    """

    def __init__(self) -> None:
        super().__init__("filters expect only one value")


class ConflictFilter(errdefs.InvalidParameter):
    """Two filters are one, under two names (HTTP 400).

    Go: errConflictFilter
    """

    def __init__(self, a: str, b: str) -> None:
        super().__init__(f"conflicting filters: {quote(a)} and {quote(b)}")


class Builder:
    """A builder that has built nothing.

    Go: Builder
    """

    def prune(self, opts: BuildCachePruneOptions) -> tuple[int, list[str] | None]:
        """Return how many bytes were freed, and the IDs of what is gone: nothing.

        Raises:
            InvalidParameter: a filter is unknown, or has too many values.
            GoError: a time is none.

        Go: Builder.Prune
        """
        opts.filters.validate(_VALID_FILTERS)
        to_buildkit_prune_info(opts)
        return 0, None


def to_buildkit_prune_info(opts: BuildCachePruneOptions) -> int:
    """Return the nanoseconds for which something has to be unused; nothing else matters here.

    Raises:
        InvalidParameter: a filter has too many values, or two mean the same.
        GoError: a time is none.

    Go: toBuildkitPruneInfo
    """
    until, unused_for = opts.filters.get("until"), opts.filters.get("unused-for")
    if until and unused_for:
        raise ConflictFilter("until", "unused-for")
    if len(values := [*until, *unused_for]) > 1:
        raise MultipleFilterValues
    try:
        keep_duration = parse_duration(values[0]) if values else 0
    except GoError as error:
        key = quote("unused-for" if unused_for else "until")
        raise wrap(error, f"{key} filter expects a duration (e.g., '24h')") from error
    if any(len(opts.filters.get(field)) > 1 for field in _CACHE_FIELDS):
        raise MultipleFilterValues
    return keep_duration
