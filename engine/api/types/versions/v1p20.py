"""What clients of API 1.20 are shown.

Go: api/types/versions/v1p20/types.go
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from engine.api.types.container.config import Config
from engine.api.types.container_json import (
    ContainerJSONBase,
    DefaultNetworkSettings,
    MountPoint,
    NetworkSettingsBase,
)
from engine.golang.struct_tags import embedded, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ContainerConfig:
    """A container's settings, with one of those that belong to the host now.

    Go: ContainerConfig
    """

    config: Config = field(default_factory=Config, metadata=embedded())
    mac_address: str = field(default="", metadata=tag("MacAddress"))
    network_disabled: bool = field(default=False, metadata=tag("NetworkDisabled"))
    exposed_ports: dict[str, dict[str, Any]] | None = field(
        default=None, metadata=tag("ExposedPorts")
    )
    volume_driver: str = field(default="", metadata=tag("VolumeDriver"))


@struct(slots=True, kw_only=True)
class NetworkSettings:
    """The one network that a container could have.

    Go: NetworkSettings
    """

    base: NetworkSettingsBase = field(default_factory=NetworkSettingsBase, metadata=embedded())
    default: DefaultNetworkSettings = field(
        default_factory=DefaultNetworkSettings, metadata=embedded()
    )


@struct(slots=True, kw_only=True)
class ContainerJSON(ContainerJSONBase):
    """All about one container.

    Go: ContainerJSON
    """

    mounts: list[MountPoint] = field(default_factory=list, metadata=tag("Mounts"))
    config: ContainerConfig = field(default_factory=ContainerConfig, metadata=tag("Config"))
    network_settings: NetworkSettings = field(
        default_factory=NetworkSettings, metadata=tag("NetworkSettings")
    )
