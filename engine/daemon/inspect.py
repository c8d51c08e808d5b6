"""Tells everything about one container.

Go: daemon/inspect.go
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from engine import errdefs
from engine.api.types.container_json import (
    ContainerJSON,
    ContainerJSONBase,
    ContainerState,
    DefaultNetworkSettings,
    GraphDriverData,
    Health,
    HealthcheckResult,
    NetworkSettings,
    NetworkSettingsBase,
)
from engine.api.types.network.network import EndpointSettings
from engine.api.types.versions import compare as versions
from engine.api.types.versions import v1p19, v1p20
from engine.container.container import Container
from engine.container.snapshot import get_mount_points
from engine.daemon.container import get_container
from engine.daemon.images.image_unix import get_container_layer_size
from engine.daemon.inspect_linux import container_inspect_pre120
from engine.golang.errors import GoError, text

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_T = TypeVar("_T", bound=ContainerJSONBase)


def container_inspect(
    daemon: Daemon, name: str, size: bool, version: str
) -> ContainerJSON | v1p20.ContainerJSON | v1p19.ContainerJSON:
    """Return all about the container in the shape of an API version.

    Only clients since 1.21 can ask for its size.

    Raises:
        NotFound: there is no such container.
        System: its layer is gone.

    Go: Daemon.ContainerInspect
    """
    if versions.less_than(version, "1.20"):
        return container_inspect_pre120(daemon, name)
    if versions.equal(version, "1.20"):
        return _container_inspect120(daemon, name)
    return container_inspect_current(daemon, name, size)


def container_inspect_current(daemon: Daemon, name: str, size: bool) -> ContainerJSON:
    """Return all about the container, also its size if that is asked for.

    Raises:
        NotFound: there is no such container.
        System: its layer is gone.

    Go: Daemon.ContainerInspectCurrent
    """
    ctr = get_container(daemon, name)
    with ctr.lock:
        shown = extend(
            ContainerJSON,
            get_inspect_data(daemon, ctr),
            mounts=get_mount_points(ctr),
            config=replace(ctr.config),
            network_settings=_network_settings(ctr),
        )
    if size:
        layer_sizes = get_container_layer_size(daemon.image_service, ctr.id)
        shown.size_rw, shown.size_root_fs = layer_sizes
    return shown


def _container_inspect120(daemon: Daemon, name: str) -> v1p20.ContainerJSON:
    """Return all about the container as API 1.20 shows it.

    Go: Daemon.containerInspect120
    """
    ctr = get_container(daemon, name)
    with ctr.lock:
        return extend(
            v1p20.ContainerJSON,
            get_inspect_data(daemon, ctr),
            mounts=get_mount_points(ctr),
            config=v1p20.ContainerConfig(
                config=replace(ctr.config),
                mac_address=ctr.config.mac_address,
                network_disabled=ctr.config.network_disabled,
                exposed_ports=ctr.config.exposed_ports,
                volume_driver=ctr.host_config.volume_driver,
            ),
            network_settings=get_backwards_compatible_network_settings(ctr),
        )


def extend(cls: type[_T], base: ContainerJSONBase, **more: Any) -> _T:
    """Return a ``cls``, which Go would make by embedding ``base``."""
    values: dict[str, Any] = {one.name: getattr(base, one.name) for one in fields(base)}
    return cls(**values, **more)


def get_inspect_data(daemon: Daemon, ctr: Container) -> ContainerJSONBase:
    """Return what does not depend on the API's version.

    Raises:
        System: the layer is gone.

    Go: Daemon.getInspectData
    """
    links = [f"{child.name}:{alias}" for alias, child in daemon.link_index.children(ctr).items()]
    return ContainerJSONBase(
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
    networks = _networks(ctr)
    base = _network_settings_base(ctr)
    base.ports = dict(base.ports or {})
    return NetworkSettings(
        base=base, default=_get_default_network_settings(networks), networks=networks
    )


def _networks(ctr: Container) -> dict[str, EndpointSettings]:
    return {
        name: replace(network.endpoint_settings)
        for name, network in (ctr.network_settings.networks or {}).items()
        if network is not None and network.endpoint_settings is not None
    }


def _network_settings_base(ctr: Container) -> NetworkSettingsBase:
    settings = ctr.network_settings
    return NetworkSettingsBase(
        bridge=settings.bridge,
        sandbox_id=settings.sandbox_id,
        hairpin_mode=settings.hairpin_mode,
        link_local_ipv6_address=settings.link_local_ipv6_address,
        link_local_ipv6_prefix_len=settings.link_local_ipv6_prefix_len,
        ports=settings.ports,
        sandbox_key=settings.sandbox_key,
        secondary_ip_addresses=settings.secondary_ip_addresses,
        secondary_ipv6_addresses=settings.secondary_ipv6_addresses,
    )


def get_backwards_compatible_network_settings(ctr: Container) -> v1p20.NetworkSettings:
    """Return the settings of the one network that clients before 1.21 know.

    Go: Daemon.getBackwardsCompatibleNetworkSettings
    """
    return v1p20.NetworkSettings(
        base=_network_settings_base(ctr), default=_get_default_network_settings(_networks(ctr))
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
