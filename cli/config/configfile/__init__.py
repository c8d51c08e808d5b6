"""``config.json``.

Go: cli/config/configfile
"""

from cli.config.configfile.file import ConfigFile, ProxyConfig

__all__ = ["ConfigFile", "ProxyConfig"]
