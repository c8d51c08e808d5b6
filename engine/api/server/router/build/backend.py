"""What the build routes need of a builder.

Go: api/server/router/build/backend.go
"""

from __future__ import annotations

from typing import Protocol

from engine.api.types.client import BuildCachePruneOptions
from engine.api.types.prune import BuildCachePruneReport


class Backend(Protocol):
    """A builder.

    Go: Backend
    """

    def prune_cache(self, opts: BuildCachePruneOptions) -> BuildCachePruneReport:
        """Clear away what builds left.

        Go: Backend.PruneCache
        """
