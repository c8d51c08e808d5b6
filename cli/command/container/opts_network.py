"""From ``--network`` and its older siblings to the endpoints of a request.

Split from opts.go.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

from dataclasses import replace

from cli import opts
from cli.command.container.opts_types import ContainerOptions
from engine import errdefs
from engine.api.types.container.modes import NetworkMode
from engine.api.types.network.network import EndpointIPAMConfig, EndpointSettings
from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.golang.strings import trim_space


def parse_network_opts(copts: ContainerOptions) -> dict[str, EndpointSettings | None]:
    """Return the endpoints by network; the older flags count for the first one.

    More than one endpoint is for the daemon to refuse. A single network about which nothing
    was said gets none: the daemon makes it by itself.

    Raises:
        InvalidParameter: a network is named twice, or both old and new flags set the same.
        GoError: a built-in network cannot do what was asked.

    Go: parseNetworkOpts
    """
    networks = copts.net_mode.value()
    endpoints: dict[str, EndpointSettings | None] = {}
    for i, network in enumerate(networks):
        if i == 0:
            network = apply_container_options(network, copts)
        endpoint = parse_network_attachment_opt(network)
        if network.target in endpoints:
            raise errdefs.InvalidParameter(
                f"network {quote(network.target)} is specified multiple times"
            )
        if len(networks) == 1 and endpoint == EndpointSettings():
            continue
        endpoints[network.target] = endpoint
    user_defined = {NetworkMode(network.target).is_user_defined() for network in networks}
    if len(user_defined) > 1:
        raise errdefs.InvalidParameter(
            "conflicting options: cannot attach both user-defined and non-user-defined "
            "network-modes"
        )
    return endpoints


def apply_container_options(
    n: opts.NetworkAttachmentOpts, copts: ContainerOptions
) -> opts.NetworkAttachmentOpts:
    """Return the network with what the older flags say about it.

    Raises:
        InvalidParameter: both say something about the same.

    Go: applyContainerOptions
    """
    for one, other, text in (
        (n.aliases, copts.aliases, "--network-alias and per-network alias"),
        (n.links, copts.links, "--link and per-network links"),
        (n.ipv4_address, copts.ipv4_address, "--ip and per-network IPv4 address"),
        (n.ipv6_address, copts.ipv6_address, "--ip6 and per-network IPv6 address"),
    ):
        if one and other:
            raise errdefs.InvalidParameter(f"conflicting options: cannot specify both {text}")
    return replace(
        n,
        aliases=copts.aliases.get_all() or n.aliases,
        links=copts.links.get_all() or n.links,
        ipv4_address=copts.ipv4_address or n.ipv4_address,
        ipv6_address=copts.ipv6_address or n.ipv6_address,
        link_local_ips=copts.link_local_ips.get_all() or n.link_local_ips,
    )


def parse_network_attachment_opt(ep: opts.NetworkAttachmentOpts) -> EndpointSettings:
    """Return the endpoint for one network.

    Raises:
        GoError: the network has no name, or is built in and cannot do aliases and links.

    Go: parseNetworkAttachmentOpt
    """
    if not trim_space(ep.target):
        raise GoError("no name set for network")
    if not NetworkMode(ep.target).is_user_defined():
        if ep.aliases:
            raise GoError("network-scoped aliases are only supported for user-defined networks")
        if ep.links:
            raise GoError("links are only supported for user-defined networks")
    endpoint = EndpointSettings(
        aliases=ep.aliases or None, links=ep.links or None, driver_opts=ep.driver_opts or None
    )
    if ep.ipv4_address or ep.ipv6_address or ep.link_local_ips:
        endpoint.ipam_config = EndpointIPAMConfig(
            ipv4_address=ep.ipv4_address,
            ipv6_address=ep.ipv6_address,
            link_local_ips=ep.link_local_ips,
        )
    return endpoint
