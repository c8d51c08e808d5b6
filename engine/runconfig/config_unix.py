"""The shape of a create's body, grown over the years.

Go: runconfig/config_unix.go
"""

from __future__ import annotations

from dataclasses import field

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import NetworkingConfig
from engine.golang.struct_tags import embedded, tag
from engine.golang.structs import struct
from engine.runconfig.hostconfig import set_default_net_mode_if_blank

# Host settings that very old clients send at top level, and that fill gaps of `HostConfig`.
_LEGACY = ("memory", "memory_swap", "cpu_shares", "cpuset_cpus", "volume_driver")


@struct(slots=True, kw_only=True)
class ContainerConfigWrapper:
    """A ``Config`` with ``HostConfig`` and ``NetworkingConfig`` as keys beside its own.

    ``host_config`` holds host settings found at top level, where clients of long ago put them.

    Go: ContainerConfigWrapper
    """

    config: Config | None = field(default=None, metadata=embedded())
    inner_host_config: HostConfig | None = field(
        default=None, metadata=tag("HostConfig", omitempty=True)
    )
    cpuset: str = field(default="", metadata=tag("Cpuset", omitempty=True))
    networking_config: NetworkingConfig | None = field(
        default=None, metadata=tag("NetworkingConfig", omitempty=True)
    )
    host_config: HostConfig | None = field(default=None, metadata=embedded())

    def get_host_config(self) -> HostConfig | None:
        """Return the host settings: the object's, its gaps filled from the top level.

        Without the object the top level is everything; without both there are none.

        Go: ContainerConfigWrapper.getHostConfig
        """
        hc = self.host_config
        if self.inner_host_config is not None:
            if hc is not None:
                for name in _LEGACY:
                    if getattr(hc, name) and not getattr(self.inner_host_config, name):
                        setattr(self.inner_host_config, name, getattr(hc, name))
            hc = self.inner_host_config
        if hc is not None and self.cpuset and not hc.cpuset_cpus:
            hc.cpuset_cpus = self.cpuset
        set_default_net_mode_if_blank(hc)
        return hc
