"""What a container changed in the files of its image.

Go: daemon/changes.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.daemon.container import get_container
from engine.golang.errors import GoError

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon
    from engine.pkg.archive import Change


def container_changes(daemon: Daemon, name: str) -> list[Change]:
    """Return what was added, modified and deleted.

    Raises:
        NotFound: there is no such container.
        GoError: its layer is gone, or the kernel refused a mount.

    Go: Daemon.ContainerChanges
    """
    container = get_container(daemon, name)
    with container.lock:
        if container.rw_layer is None:
            raise GoError(f"RWLayer of container {name} is unexpectedly nil")
        return container.rw_layer.changes()
