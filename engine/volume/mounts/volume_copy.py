"""Whether a new volume is filled with what the image has in its place.

Go: volume/mounts/volume_copy.go
"""

from __future__ import annotations

_COPY_MODES = {"nocopy": False}


def copy_mode_exists(mode: str) -> bool:
    """Say whether a word of a mode is about copying.

    Go: copyModeExists
    """
    return mode in _COPY_MODES


def get_copy_mode(mode: str, default: bool) -> tuple[bool, bool]:
    """Return whether to copy, and whether the mode says so itself.

    Go: getCopyMode
    """
    for word in mode.split(","):
        if word in _COPY_MODES:
            return _COPY_MODES[word], True
    return default, False
