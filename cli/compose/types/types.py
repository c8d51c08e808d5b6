"""A volume as ``-v`` and compose files describe it.

Go: cli/compose/types/types.go
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class ServiceVolumeBind:
    """What only a bind can be told.

    Go: ServiceVolumeBind
    """

    propagation: str = ""


@dataclass(slots=True, kw_only=True)
class ServiceVolumeVolume:
    """What only a volume can be told.

    Go: ServiceVolumeVolume
    """

    no_copy: bool = False


@dataclass(slots=True, kw_only=True)
class ServiceVolumeConfig:
    """One volume; without a source it has no name, only a place.

    Go: ServiceVolumeConfig
    """

    type: str = ""
    source: str = ""
    target: str = ""
    read_only: bool = False
    bind: ServiceVolumeBind | None = None
    volume: ServiceVolumeVolume | None = None
