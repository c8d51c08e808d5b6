"""The networks of a host, as far as a create looks at them: names and IDs.

Go: vendor/github.com/docker/libnetwork/controller.go
"""

from engine.vendor.docker.libnetwork.controller import Controller, new
from engine.vendor.docker.libnetwork.network import Network

__all__ = ["Controller", "Network", "new"]
