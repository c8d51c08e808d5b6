"""What a compose file can say, as far as ``docker create`` reads it too.

Go: cli/compose/types
"""

from cli.compose.types.types import (
    ServiceVolumeBind,
    ServiceVolumeConfig,
    ServiceVolumeVolume,
)

__all__ = ["ServiceVolumeBind", "ServiceVolumeConfig", "ServiceVolumeVolume"]
