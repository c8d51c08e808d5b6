"""A container as a list shows it, and what a list is filtered by.

Go: container/view.go
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from engine.api.types import container_summary as types
from engine.api.types.container_json import MountPoint
from engine.api.types.network.network import EndpointIPAMConfig, EndpointSettings
from engine.container.container import Container
from engine.container.health import NO_HEALTHCHECK
from engine.golang import times
from engine.golang.errors import GoError
from engine.vendor.docker.go_connections import nat

_log = logging.getLogger(__name__)
_SECOND = 1_000_000_000


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """The line, and more that the line does not say.

    Go: Snapshot
    """

    container: types.Container
    created_at: int
    started_at: str
    name: str
    exit_code: int
    running: bool
    managed: bool
    health: str


def transform(container: Container, names: list[str]) -> Snapshot:
    """Return what a list shows of ``container``, which nobody changes meanwhile.

    Go: memdbView.transform
    """
    state = container.state
    created_at = times.unix_nano(container.created)
    line = types.Container(
        id=container.id,
        names=names,
        image=container.config.image,
        image_id=container.image_id,
        command=_command(container),
        created=created_at // _SECOND,
        ports=_ports(container),
        labels=container.config.labels,
        state=state.state_string(),
        status=str(state),
        host_config=types.HostConfigSummary(network_mode=str(container.host_config.network_mode)),
        network_settings=types.SummaryNetworkSettings(networks=_networks(container)),
        mounts=get_mount_points(container),
    )
    return Snapshot(
        container=line,
        created_at=created_at,
        started_at=state.started_at,
        name=container.name,
        exit_code=state.exit_code(),
        running=state.running,
        managed=container.managed,
        health=NO_HEALTHCHECK if state.health is None else state.health.status(),
    )


def get_mount_points(container: Container) -> list[MountPoint]:
    """Return what is mounted in the container.

    Go: container_unix.go Container.GetMountPoints
    """
    return [
        MountPoint(
            type=m.type,
            name=m.name,
            source=m.path(),
            destination=m.destination,
            driver=m.driver,
            mode=m.mode,
            rw=m.rw,
            propagation=m.propagation,
        )
        for m in container.mount_points.values()
    ]


def _command(container: Container) -> str:
    words = [f"'{word}'" if " " in word else word for word in container.args or ()]
    return " ".join((container.path, *words))


def _networks(container: Container) -> dict[str, EndpointSettings]:
    shown = {}
    for name, network in (container.network_settings.networks or {}).items():
        endpoint = None if network is None else network.endpoint_settings
        if endpoint is None:
            continue
        ipam = endpoint.ipam_config
        shown[name] = replace(
            endpoint,
            ipam_config=None
            if ipam is None
            else EndpointIPAMConfig(ipv4_address=ipam.ipv4_address, ipv6_address=ipam.ipv6_address),
            links=None,
            aliases=None,
            driver_opts=None,
        )
    return shown


def _ports(container: Container) -> list[types.Port]:
    found = []
    for port, bindings in (container.network_settings.ports or {}).items():
        protocol, number = nat.split_proto_port(port)
        try:
            private = nat.parse_port(number)
            for binding in bindings or ():
                found.append(
                    types.Port(
                        ip=binding.host_ip,
                        private_port=private,
                        public_port=nat.parse_port(binding.host_port),
                        type=protocol,
                    )
                )
        except (GoError, ValueError) as error:
            _log.warning("invalid port map %s", error)
            continue
        if not bindings:
            found.append(types.Port(private_port=private, type=protocol))
    return found
