"""What clients up to API 1.19 are shown.

Go: api/types/versions/v1p19/types.go
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from engine.api.types.container.config import Config
from engine.api.types.container_json import ContainerJSONBase
from engine.api.types.versions import v1p20
from engine.golang.struct_tags import Int64, embedded, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ContainerConfig:
    """A container's settings, with some that belong to the host now.

    Go: ContainerConfig
    """

    config: Config = field(default_factory=Config, metadata=embedded())
    mac_address: str = field(default="", metadata=tag("MacAddress"))
    network_disabled: bool = field(default=False, metadata=tag("NetworkDisabled"))
    exposed_ports: dict[str, dict[str, Any]] | None = field(
        default=None, metadata=tag("ExposedPorts")
    )
    volume_driver: str = field(default="", metadata=tag("VolumeDriver"))
    memory: Int64 = field(default=0, metadata=tag("Memory"))
    memory_swap: Int64 = field(default=0, metadata=tag("MemorySwap"))
    cpu_shares: Int64 = field(default=0, metadata=tag("CpuShares"))
    cpu_set: str = field(default="", metadata=tag("Cpuset"))


@struct(slots=True, kw_only=True)
class ContainerJSON(ContainerJSONBase):
    """All about one container; mounts are pairs of paths.

    Go: ContainerJSON
    """

    volumes: dict[str, str] = field(default_factory=dict, metadata=tag("Volumes"))
    volumes_rw: dict[str, bool] = field(default_factory=dict, metadata=tag("VolumesRW"))
    config: ContainerConfig = field(default_factory=ContainerConfig, metadata=tag("Config"))
    network_settings: v1p20.NetworkSettings = field(
        default_factory=v1p20.NetworkSettings, metadata=tag("NetworkSettings")
    )
