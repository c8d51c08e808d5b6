"""Plugins over HTTP.

Go: api/server/router/plugin/plugin.go
"""

from engine.api.server.router.plugin.plugin import PluginRouter

__all__ = ["PluginRouter"]
