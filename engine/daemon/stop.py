"""Stops containers. None can run here, so there is never anything to stop.

Go: daemon/stop.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon


def container_stop(daemon: Daemon, container: Container, seconds: int) -> None:
    """See that the container does not run.

    Raises:
        System: it does: another daemon must have started it, and only that one can stop it.

    Go: Daemon.containerStop
    """
    if container.state.is_running():
        raise errdefs.System(f"cannot stop container {container.id}: it was started elsewhere")
