"""Volumes as the API shows them.

Go: volume/service/convert.go
"""

from __future__ import annotations

from datetime import UTC, datetime

from engine.api.types.volume import Volume as APIVolume
from engine.volume.volume import DetailedVolume, Volume

_ZERO_TIME = datetime(1, 1, 1, tzinfo=UTC)


def volume_to_api_type(v: Volume) -> APIVolume:
    """Return what the API tells about a volume; year 1 is the time of one without a directory.

    Go: volumeToAPIType
    """
    try:
        created_at = v.created_at()
    except OSError:
        created_at = _ZERO_TIME
    told = APIVolume(name=v.name(), driver=v.driver_name(), created_at=_rfc3339(created_at))
    if isinstance(v, DetailedVolume):
        told.labels, told.options, told.scope = v.labels(), v.options(), v.scope()
    cached_path = getattr(v, "cached_path", None)
    if cached_path is not None:
        told.mountpoint = cached_path()
    return told


def _rfc3339(moment: datetime) -> str:
    """Return the time in whole seconds; Go writes Z where Python writes +00:00."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
