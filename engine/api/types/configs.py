"""What the API hands to the daemon.

Go: api/types/configs.go
"""

from __future__ import annotations

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import NetworkingConfig
from engine.golang.structs import struct
from engine.vendor.opencontainers.image_spec.v1 import Platform


@struct(slots=True, kw_only=True)
class ContainerCreateConfig:
    """Everything that a create is told.

    Go: ContainerCreateConfig
    """

    name: str = ""
    config: Config | None = None
    host_config: HostConfig | None = None
    networking_config: NetworkingConfig | None = None
    platform: Platform | None = None
    adjust_cpu_shares: bool = False


@struct(slots=True, kw_only=True)
class ContainerRmConfig:
    """How thorough a removal is to be.

    Go: ContainerRmConfig
    """

    force_remove: bool = False
    remove_volume: bool = False
    remove_link: bool = False
