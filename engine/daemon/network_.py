"""Finds networks.

Go: daemon/network.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon
    from engine.vendor.docker.libnetwork import Network


def find_network(daemon: Daemon, term: str) -> Network:
    """Return the network with that ID or name, or whose ID alone starts like that.

    Raises:
        NotFound: there is none.
        InvalidParameter: there is more than one.

    Go: Daemon.FindNetwork
    """
    networks = get_all_networks(daemon)
    for network in networks:
        if network.id == term:
            return network
    for kind, found in (
        ("on name", [network for network in networks if network.name == term]),
        ("based on ID prefix", [network for network in networks if network.id.startswith(term)]),
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise errdefs.InvalidParameter(
                f"network {term} is ambiguous ({len(found)} matches found {kind})"
            )
    raise errdefs.NotFound(f"network {term} not found")


def get_all_networks(daemon: Daemon) -> list[Network]:
    """Return all networks of the host.

    Go: Daemon.getAllNetworks
    """
    return daemon.net_controller.networks()
