"""Follows what containers do.

Go: daemon/monitor.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon

_LABELS = {"paused": "paused", "running": "running"}


def set_state_counter(daemon: Daemon, container: Container) -> None:
    """Count the container by what it does now.

    Go: Daemon.setStateCounter
    """
    label = _LABELS.get(container.state.state_string(), "stopped")
    daemon.state_ctr.set(container.id, label)
