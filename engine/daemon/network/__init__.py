"""What the daemon keeps about a container's networks.

Go: daemon/network/settings.go
"""

from engine.daemon.network.settings import EndpointSettings, Settings

__all__ = ["EndpointSettings", "Settings"]
