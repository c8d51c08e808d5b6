"""Tells everything about one container.

Go: daemon/inspect.go
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.container_json import (
    ContainerJSON,
    ContainerState,
    DefaultNetworkSettings,
    GraphDriverData,
    Health,
    HealthcheckResult,
    NetworkSettings,
    NetworkSettingsBase,
)
from engine.api.types.network.network import EndpointSettings
from engine.container.container import Container
from engine.container.snapshot import get_mount_points
from engine.daemon.container import get_container
from engine.daemon.images.image_unix import get_container_layer_size
from engine.golang.errors import GoError, text

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def container_inspect(daemon: Daemon, name: str, size: bool, version: str) -> ContainerJSON:
    """Return all about the container, also its size if that is asked for.

    Clients of before 1.21 get what newer ones do; dockerd leaves some of it out for them.

    Raises:
        NotFound: there is no such container.
        System: its layer is gone.

    Go: Daemon.ContainerInspect
    """
    ctr = get_container(daemon, name)
    with ctr.lock:
        shown = _get_inspect_data(daemon, ctr)
        shown.mounts = get_mount_points(ctr)
        shown.config = replace(ctr.config)
        shown.network_settings = _network_settings(ctr)
    if size:
        layer_sizes = get_container_layer_size(daemon.image_service, ctr.id)
        shown.size_rw, shown.size_root_fs = layer_sizes
    return shown


def _get_inspect_data(daemon: Daemon, ctr: Container) -> ContainerJSON:
    """Return what does not depend on the API's version.

    Go: Daemon.getInspectData
    """
    links = [f"{child.name}:{alias}" for alias, child in daemon.link_index.children(ctr).items()]
    return ContainerJSON(
        id=ctr.id,
        created=ctr.created,
        path=ctr.path,
        args=ctr.args,
        state=_state(ctr),
        image=ctr.image_id,
        resolv_conf_path=ctr.resolv_conf_path,
        hostname_path=ctr.hostname_path,
        hosts_path=ctr.hosts_path,
        log_path=ctr.log_path,
        name=ctr.name,
        restart_count=ctr.restart_count,
        driver=ctr.driver,
        platform=ctr.os,
        mount_label=ctr.mount_label,
        process_label=ctr.process_label,
        app_armor_profile=ctr.app_armor_profile,
        host_config=replace(ctr.host_config, links=links or None),
        graph_driver=GraphDriverData(name=ctr.driver, data=_graph_driver_data(ctr)),
    )


def _graph_driver_data(ctr: Container) -> dict[str, str] | None:
    if ctr.rw_layer is None:
        if ctr.state.dead:
            return None
        raise errdefs.System(f"RWLayer of container {ctr.id} is unexpectedly nil")
    try:
        return ctr.rw_layer.metadata()
    except (GoError, OSError) as error:
        if ctr.state.dead:
            return None
        raise errdefs.System(text(error)) from error


def _state(ctr: Container) -> ContainerState:
    state, health = ctr.state, ctr.state.health
    return ContainerState(
        status=state.state_string(),
        running=state.running,
        paused=state.paused,
        restarting=state.restarting,
        oom_killed=state.oom_killed,
        dead=state.dead,
        pid=state.pid,
        exit_code=state.exit_code(),
        error=state.error_msg,
        started_at=state.started_at,
        finished_at=state.finished_at,
        health=None
        if health is None
        else Health(
            status=health.status(),
            failing_streak=health.failing_streak,
            log=[
                HealthcheckResult(
                    start=entry.start, end=entry.end, exit_code=entry.exit_code, output=entry.output
                )
                for entry in health.log or ()
            ],
        ),
    )


def _network_settings(ctr: Container) -> NetworkSettings:
    settings = ctr.network_settings
    networks = {
        name: replace(network.endpoint_settings)
        for name, network in (settings.networks or {}).items()
        if network is not None and network.endpoint_settings is not None
    }
    return NetworkSettings(
        base=NetworkSettingsBase(
            bridge=settings.bridge,
            sandbox_id=settings.sandbox_id,
            hairpin_mode=settings.hairpin_mode,
            link_local_ipv6_address=settings.link_local_ipv6_address,
            link_local_ipv6_prefix_len=settings.link_local_ipv6_prefix_len,
            ports=dict(settings.ports or {}),
            sandbox_key=settings.sandbox_key,
            secondary_ip_addresses=settings.secondary_ip_addresses,
            secondary_ipv6_addresses=settings.secondary_ipv6_addresses,
        ),
        default=_get_default_network_settings(networks),
        networks=networks,
    )


def _get_default_network_settings(
    networks: dict[str, EndpointSettings],
) -> DefaultNetworkSettings:
    """Return what clients of old look for outside of the list of networks.

    Go: Daemon.getDefaultNetworkSettings
    """
    bridge = networks.get("bridge")
    if bridge is None:
        return DefaultNetworkSettings()
    return DefaultNetworkSettings(
        endpoint_id=bridge.endpoint_id,
        gateway=bridge.gateway,
        global_ipv6_address=bridge.global_ipv6_address,
        global_ipv6_prefix_len=bridge.global_ipv6_prefix_len,
        ip_address=bridge.ip_address,
        ip_prefix_len=bridge.ip_prefix_len,
        ipv6_gateway=bridge.ipv6_gateway,
        mac_address=bridge.mac_address,
    )
