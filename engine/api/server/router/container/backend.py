"""What the container routes need from the daemon.

Go: api/server/router/container/backend.go
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.api.types.client import ContainerListOptions
from engine.api.types.configs import ContainerCreateConfig, ContainerRmConfig
from engine.api.types.container.container_create import ContainerCreateCreatedBody
from engine.api.types.container_path_stat import ContainerPathStat
from engine.api.types.filters import Args
from engine.golang.io import Readable, Writable


class ClosableStream(Readable, Protocol):
    """An archive in the making.

    Go: io.ReadCloser
    """

    def close(self) -> None:
        """Let go of what it is made from."""


class StateBackend(Protocol):
    """Makes and removes containers.

    Go: stateBackend
    """

    def container_create(self, config: ContainerCreateConfig) -> ContainerCreateCreatedBody:
        """Make a container; return its ID and warnings."""

    def container_rename(self, old_name: str, new_name: str) -> None:
        """Call the container another name."""

    def container_rm(self, name: str, config: ContainerRmConfig) -> None:
        """Remove the container called ``name``."""


class MonitorBackend(Protocol):
    """Shows containers.

    Go: monitorBackend
    """

    def container_changes(self, name: str) -> Sequence[tuple[str, int]]:
        """Return the paths that differ from the image, and how."""

    def container_inspect(self, name: str, size: bool, version: str) -> object:
        """Return all about one container, in the shape of an API version."""

    def containers_(self, config: ContainerListOptions) -> object:
        """Return a line about each container.

        The name without underscore is taken: Go's ``Daemon.containers`` is the map of them.

        Go: daemon/list.go Daemon.Containers
        """


class CopyBackend(Protocol):
    """Copies files of containers.

    Go: copyBackend
    """

    def container_archive_path(
        self, name: str, path: str
    ) -> tuple[ClosableStream, ContainerPathStat]:
        """Return what is at a path as an archive, which wants to be closed, and what it is."""

    def container_copy(self, name: str, resource: str) -> ClosableStream:
        """Return a file, or what is in a directory, as an archive, which wants to be closed."""

    def container_export(self, name: str, out: Writable) -> None:
        """Write all files as an archive."""

    def container_extract_to_dir(
        self,
        name: str,
        path: str,
        copy_uid_gid: bool,
        no_overwrite_dir_non_dir: bool,
        content: Readable,
    ) -> None:
        """Unpack an archive at a path."""

    def container_stat_path(self, name: str, path: str) -> ContainerPathStat:
        """Return what is at a path."""


class SystemBackend(Protocol):
    """Clears away.

    Go: systemBackend
    """

    def containers_prune(self, prune_filters: Args) -> object:
        """Remove all containers that do not run; return which."""


class Backend(StateBackend, MonitorBackend, CopyBackend, SystemBackend, Protocol):
    """All of it; what needs a running process is left out, for this engine runs none.

    Go: Backend
    """
