"""What the container routes need from the daemon.

Go: api/server/router/container/backend.go
"""

from __future__ import annotations

from typing import Protocol

from engine.api.types.client import ContainerListOptions
from engine.api.types.configs import ContainerCreateConfig, ContainerRmConfig
from engine.api.types.container.container_create import ContainerCreateCreatedBody


class StateBackend(Protocol):
    """Makes and removes containers.

    Go: stateBackend
    """

    def container_create(self, config: ContainerCreateConfig) -> ContainerCreateCreatedBody:
        """Make a container; return its ID and warnings."""

    def container_rm(self, name: str, config: ContainerRmConfig) -> None:
        """Remove the container called ``name``."""


class MonitorBackend(Protocol):
    """Shows containers.

    Go: monitorBackend
    """

    def container_inspect(self, name: str, size: bool, version: str) -> object:
        """Return all about one container, in the shape of an API version."""

    def containers_(self, config: ContainerListOptions) -> object:
        """Return a line about each container.

        The name without underscore is taken: Go's ``Daemon.containers`` is the map of them.

        Go: daemon/list.go Daemon.Containers
        """


class Backend(StateBackend, MonitorBackend, Protocol):
    """All of it; what needs a running process is left out, for this engine runs none.

    Go: Backend
    """
