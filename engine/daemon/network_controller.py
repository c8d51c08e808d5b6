"""The networks that every daemon has.

Go: daemon/daemon_unix.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.golang import struct_tags
from engine.vendor.docker import libnetwork
from engine.vendor.docker.libnetwork import IpamConf

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_BRIDGE_NAME = "docker0"
_BRIDGE = "com.docker.network.bridge"
_DEFAULT_MTU = 1500
# The first of the pools that dockerd looks through for one that nobody uses.
_POOL = "172.17.0.0/16"


def init_network_controller(daemon: Daemon) -> None:
    """See that there are the networks none, host and, unless that is turned off, bridge.

    The first two are kept on disk, as dockerd keeps them. The bridge is only known: dockerd makes
    its own anew at each start, with the interface that belongs to it.

    Go: Daemon.initNetworkController
    """
    daemon.net_controller.create_missing(none="null", host="host")
    if not daemon.config_store.disable_bridge:
        _init_bridge_driver(daemon)


def _init_bridge_driver(daemon: Daemon) -> None:
    """Know the default bridge as dockerd sets it up on a host that has none.

    Go: initBridgeDriver
    """
    options = {
        f"{_BRIDGE}.default_bridge": "true",
        f"{_BRIDGE}.enable_icc": "true",
        f"{_BRIDGE}.enable_ip_masquerade": "true",
        f"{_BRIDGE}.host_binding_ipv4": "0.0.0.0",
        f"{_BRIDGE}.name": daemon.config_store.bridge or _BRIDGE_NAME,
        "com.docker.network.driver.mtu": str(daemon.config_store.mtu or _DEFAULT_MTU),
    }
    bridge = libnetwork.new_network("bridge", "bridge", options)
    bridge.ipam_v4_config = struct_tags.marshal([IpamConf(preferred_pool=_POOL)])
    daemon.net_controller.add(bridge)
