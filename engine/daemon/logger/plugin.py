"""Logging drivers that are plugins.

Go: daemon/logger/plugin.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.golang.errors import GoError

if TYPE_CHECKING:
    from engine.daemon.logger.factory import PluginGetter

_EXT_NAME = "LogDriver"
# How a plugin may be got: only looked at, or kept from being removed as well.
_LOOKUP = 0


def get_plugin(getter: PluginGetter, name: str) -> object:
    """Return the plugin that logs under ``name``.

    Raises:
        GoError: there is none; the class of the cause is lost, as in Go.

    Go: getPlugin
    """
    try:
        return getter.get(name, _EXT_NAME, _LOOKUP)
    except errdefs.Error as error:
        raise GoError(f"error looking up logging plugin {name}: {error}") from None
