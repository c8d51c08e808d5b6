"""What can be wrong with a plugin.

Go: plugin/errors.go
"""

from __future__ import annotations

from engine import errdefs
from engine.golang import strconv


class PluginNotFound(errdefs.NotFound):
    """No plugin of that name is installed.

    Go: errNotFound
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"plugin {strconv.quote(name)} not found")
