"""The words of a mount's mode, ``ro`` or ``z,rshared`` for instance.

Go: volume/mounts/linux_parser.go
"""

from __future__ import annotations

from engine.api.types.mount import mount
from engine.api.types.mount.mount import Propagation
from engine.volume.mounts.volume_copy import copy_mode_exists

_RW_MODES = frozenset(("rw", "ro"))
_LABEL_MODES = frozenset(("Z", "z"))
_CONSISTENCY_MODES = frozenset(
    (mount.CONSISTENCY_FULL, mount.CONSISTENCY_CACHED, mount.CONSISTENCY_DELEGATED)
)
PROPAGATION_MODES = frozenset(mount.PROPAGATIONS)
DEFAULT_PROPAGATION_MODE = mount.PROPAGATION_RPRIVATE


def linux_valid_mount_mode(mode: str) -> bool:
    """Say whether each word of the mode is known, and no two are of one family.

    Go: linuxValidMountMode
    """
    if not mode:
        return True
    families = [_family(word) for word in mode.split(",")]
    return None not in families and len(set(families)) == len(families)


def _family(word: str) -> str | None:
    if word in _RW_MODES:
        return "rw"
    if word in _LABEL_MODES:
        return "label"
    if word in PROPAGATION_MODES:
        return "propagation"
    if copy_mode_exists(word):
        return "copy"
    return "consistency" if word in _CONSISTENCY_MODES else None


def linux_get_propagation(mode: str) -> Propagation:
    """Return the propagation that the mode names, or the default.

    Go: linuxGetPropagation
    """
    words = (word for word in mode.split(",") if word in PROPAGATION_MODES)
    return Propagation(next(words, DEFAULT_PROPAGATION_MODE))


def linux_has_propagation(mode: str) -> bool:
    """Say whether the mode names a propagation.

    Go: linuxHasPropagation
    """
    return any(word in PROPAGATION_MODES for word in mode.split(","))
