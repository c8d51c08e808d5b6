"""What only Linux clients of old are told about a container.

Go: daemon/inspect_linux.go
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.api.types.versions import v1p19
from engine.daemon.container import get_container

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def container_inspect_pre120(daemon: Daemon, name: str) -> v1p19.ContainerJSON:
    """Return all about the container as API 1.12 to 1.19 show it.

    Raises:
        NotFound: there is no such container.
        System: its layer is gone.

    Go: Daemon.containerInspectPre120
    """
    from engine.daemon import inspect

    ctr = get_container(daemon, name)
    with ctr.lock:
        mounted = ctr.mount_points.values()
        return inspect.extend(
            v1p19.ContainerJSON,
            inspect.get_inspect_data(daemon, ctr),
            volumes={m.destination: m.path() for m in mounted},
            volumes_rw={m.destination: m.rw for m in mounted},
            config=v1p19.ContainerConfig(
                config=replace(ctr.config),
                mac_address=ctr.config.mac_address,
                network_disabled=ctr.config.network_disabled,
                exposed_ports=ctr.config.exposed_ports,
                volume_driver=ctr.host_config.volume_driver,
                memory=ctr.host_config.memory,
                memory_swap=ctr.host_config.memory_swap,
                cpu_shares=ctr.host_config.cpu_shares,
                cpu_set=ctr.host_config.cpuset_cpus,
            ),
            network_settings=inspect.get_backwards_compatible_network_settings(ctr),
        )
