"""Modes of volumes on Unix.

Go mounts here what a container that starts needs. This engine starts none.

Go: daemon/volumes_unix.go
"""

from __future__ import annotations

from engine.volume.mounts import MountPoint


def set_bind_mode_if_null(bind: MountPoint) -> None:
    """Let a volume without a mode have ``z``: other containers may use it, too.

    Go: setBindModeIfNull
    """
    bind.mode = bind.mode or "z"
