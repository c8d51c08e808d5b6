"""Finds and lists networks.

Go: daemon/network.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs

if TYPE_CHECKING:
    from engine.api.types.filters import Args
    from engine.api.types.network.resource import IPAM, NetworkListConfig, NetworkResource
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


def get_networks(daemon: Daemon, filter: Args, config: NetworkListConfig) -> list[NetworkResource]:
    """Return the networks that the filters let pass.

    No container is connected, for none runs, so there is nothing more to tell in detail.

    Raises:
        InvalidParameter: a filter's value makes no sense.
        GoError: the type asked for is none.

    Go: Daemon.GetNetworks
    """
    from engine.daemon.network.filter import filter_networks

    found = [_build_network_resource(network) for network in get_all_networks(daemon)]
    found = filter_networks(found, filter)
    if config.detailed and config.verbose:
        for one in found:
            one.services = {}
    return found


def _build_network_resource(nw: Network) -> NetworkResource:
    """Go: buildNetworkResource."""
    from engine.api.types.network.resource import ConfigReference, NetworkResource

    return NetworkResource(
        name=nw.name,
        id=nw.id,
        created=nw.created,
        scope=nw.scope,
        driver=nw.network_type,
        enable_ipv6=nw.enable_ipv6,
        ipam=_build_ipam_resources(nw),
        internal=nw.internal,
        attachable=nw.attachable,
        ingress=nw.ingress,
        config_from=ConfigReference(network=nw.config_from),
        config_only=nw.config_only,
        containers={},
        options=nw.driver_options(),
        labels=nw.labels or {},
    )


def _build_ipam_resources(nw: Network) -> IPAM:
    """Return the addresses that were asked for, and those that were given where none were.

    Go: buildIpamResources
    """
    from engine.api.types.network.resource import IPAM, IPAMConfig
    from engine.golang import struct_tags
    from engine.vendor.docker.libnetwork import IpamConf, IPAMData, IpamInfo

    ipam = IPAM(driver=nw.ipam_type, options=nw.ipam_options, config=[])
    config: list[IPAMConfig] = []
    for wanted, given in (
        (nw.ipam_v4_config, nw.ipam_v4_info),
        (nw.ipam_v6_config, nw.ipam_v6_info),
    ):
        asked = [
            IPAMConfig(
                subnet=one.preferred_pool,
                ip_range=one.sub_pool,
                gateway=one.gateway,
                aux_address=one.aux_addresses,
            )
            for one in struct_tags.unmarshal(list[IpamConf], wanted or "[]") or ()
            if one.preferred_pool
        ]
        infos = struct_tags.unmarshal(list[IpamInfo], given or "[]") or ()
        data = [struct_tags.unmarshal(IPAMData, one.ipam_data) for one in infos]
        config += asked or [
            IPAMConfig(subnet=one.pool, gateway=one.gateway.partition("/")[0]) for one in data
        ]
    ipam.config = config
    return ipam
