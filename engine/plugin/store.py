"""Looks up plugins.

This engine runs none; Go's store would also wait fifteen seconds for the socket of an old-style
plugin to appear before it gives up.

Go: plugin/store.go
"""

from __future__ import annotations

from engine.plugin.errors import PluginNotFound


class Store:
    """The installed plugins.

    Go: Store
    """

    def get(self, name: str, capability: str, mode: int) -> object:
        """Return the plugin ``name``, if it has the ``capability``.

        Raises:
            PluginNotFound: always, for none can be installed.

        Go: Store.Get
        """
        raise PluginNotFound(name)
