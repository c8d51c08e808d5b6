"""The networks of a host as data: nothing is connected.

Go: vendor/github.com/docker/libnetwork/controller.go
"""

from engine.vendor.docker.libnetwork.controller import Controller, new, new_network
from engine.vendor.docker.libnetwork.network import IpamConf, IPAMData, IpamInfo, Network

__all__ = ["Controller", "IPAMData", "IpamConf", "IpamInfo", "Network", "new", "new_network"]
