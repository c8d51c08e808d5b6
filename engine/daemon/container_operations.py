"""A container's place in its networks.

Go: daemon/container_operations.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.network import network as networktypes
from engine.daemon.network import EndpointSettings
from engine.daemon.network_ import find_network

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon
    from engine.vendor.docker.libnetwork import Network


def update_container_network_settings(
    daemon: Daemon,
    container: Container,
    endpoints_config: dict[str, networktypes.EndpointSettings | None] | None,
) -> None:
    """Note which networks the container will be connected to; nothing is allocated.

    Without wishes of the user it is the network that the mode names. A network that cannot be
    found is noted under the name that was typed; the start will complain.

    Go: Daemon.updateContainerNetworkSettings
    """
    mode = container.host_config.network_mode
    if container.config.network_disabled or mode.is_container():
        return
    network_name = mode.network_name()
    if mode.is_default():
        network_name = daemon.net_controller.default_network
    network = _find(daemon, network_name) if mode.is_user_defined() else None
    if network is not None:
        network_name = network.name
    networks = _networks_of(container, endpoints_config, network_name)
    if mode.is_default():
        _rename(networks, mode.network_name(), network_name)
    if mode.is_user_defined() and network_name not in networks and network is not None:
        # The user may have written the network's ID where its name is kept.
        _rename(networks, network.id, network_name)


def _networks_of(
    container: Container,
    endpoints_config: dict[str, networktypes.EndpointSettings | None] | None,
    network_name: str,
) -> dict[str, EndpointSettings | None]:
    settings = container.network_settings
    if endpoints_config:
        settings.networks = settings.networks or {}
        for name, endpoint in endpoints_config.items():
            settings.networks[name] = EndpointSettings(endpoint_settings=endpoint)
    if settings.networks is None:
        settings.networks = {
            network_name: EndpointSettings(endpoint_settings=networktypes.EndpointSettings())
        }
    return settings.networks


def _rename(networks: dict[str, EndpointSettings | None], old: str, new: str) -> None:
    if old in networks:
        networks[new] = networks.pop(old)


def _find(daemon: Daemon, name: str) -> Network | None:
    try:
        return find_network(daemon, name)
    except errdefs.Error:
        return None
