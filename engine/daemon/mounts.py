"""The volumes of a container as it comes back, and as it goes.

Go: daemon/mounts.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.api.types.mount import mount as mounttypes
from engine.container.container import Container
from engine.daemon.volumes import lazy_initialize_volume
from engine.golang import errors
from engine.golang.errors import GoError
from engine.volume.service.errors import is_in_use

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def prepare_mount_points(daemon: Daemon, container: Container) -> None:
    """Find the volumes of a container that was read from disk, and count it among their users.

    Raises:
        OpErr: a volume is gone.

    Go: Daemon.prepareMountPoints
    """
    for config in container.mount_points.values():
        lazy_initialize_volume(daemon, container.id, config)


def remove_mount_points(daemon: Daemon, container: Container, rm: bool) -> None:
    """Let go of a container's volumes; with ``rm`` remove those that the user did not name.

    One that another container uses stays, without an error.

    Raises:
        GoError: volumes could not be removed; one line for each.

    Go: Daemon.removeMountPoints
    """
    failures: list[str] = []
    for m in container.mount_points.values():
        if m.type != mounttypes.TYPE_VOLUME or m.volume is None:
            continue
        daemon.volumes.release(m.volume.name(), container.id)
        if not rm or m.spec.source:
            continue
        try:
            daemon.volumes.remove(m.volume.name())
        except Exception as error:
            if not is_in_use(error):
                failures.append(errors.text(error))
    if failures:
        raise GoError("Error removing volumes:\n" + "\n".join(failures))
