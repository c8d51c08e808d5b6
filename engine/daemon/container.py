"""Finds, loads and registers containers.

Go's file is long; how a new container is built stands in ``container_build`` here, how a request
is checked in ``container_verify``.

Go: daemon/container.go
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine import errdefs
from engine.container import container as containers
from engine.container.container import Container
from engine.daemon import errors
from engine.golang.errors import GoError
from engine.pkg import truncindex

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def get_container(daemon: Daemon, prefix_or_name: str) -> Container:
    """Return the container with that full ID, that name, or whose ID alone starts like that.

    Raises:
        NotFound: there is none.
        InvalidParameter: the text is empty.
        System: more than one ID starts like that.

    Go: Daemon.GetContainer
    """
    if not prefix_or_name:
        raise errors.InvalidIdentifier(prefix_or_name)
    found = daemon.containers.get(prefix_or_name) or get_by_name(daemon, prefix_or_name)
    if found is not None:
        return found
    try:
        id = daemon.id_index.get(prefix_or_name)
    except truncindex.NotExist:
        raise errors.container_not_found(prefix_or_name) from None
    except GoError as error:
        raise errdefs.System(str(error)) from error
    found = daemon.containers.get(id)
    if found is None:
        # It went while it was looked for; Go would hand out nothing here and then fall over it.
        raise errors.container_not_found(prefix_or_name)
    return found


def get_by_name(daemon: Daemon, name: str) -> Container | None:
    """Return the container with exactly that name or link alias, None if there is none.

    Go: Daemon.GetByName
    """
    full_name = name if name.startswith("/") else f"/{name}"
    try:
        id = daemon.containers_replica.snapshot().get_id(full_name)
    except GoError:
        return None
    return daemon.containers.get(id)


def exists(daemon: Daemon, id: str) -> bool:
    """Say whether a container answers to that ID or name.

    Go: Daemon.Exists
    """
    try:
        get_container(daemon, id)
    except errdefs.Error:
        return False
    return True


def container_root(daemon: Daemon, id: str) -> str:
    """Return the directory of the container on the host.

    Go: Daemon.containerRoot
    """
    return os.path.join(daemon.repository, id)


def new_base_container(daemon: Daemon, id: str) -> Container:
    """Return a container that has nothing yet but its ID and the directory it will have.

    Go: Daemon.newBaseContainer
    """
    return containers.new_base_container(id, container_root(daemon, id))


def load(daemon: Daemon, id: str) -> Container:
    """Read a container from disk, as at the daemon's start.

    Raises:
        GoError: the directory holds another container.
        OSError: a file cannot be read.
        JSONError: a file is damaged.

    Go: Daemon.load
    """
    ctr = new_base_container(daemon, id)
    ctr.from_disk()
    if ctr.id != id:
        raise GoError(f"Container {ctr.id} is stored at {id}")
    return ctr


def register(daemon: Daemon, container: Container) -> None:
    """Let everybody see the container, and write both its files.

    Raises:
        OSError: the host refused to write.

    Go: Daemon.Register
    """
    if container.config.open_stdin:
        container.stream_config.new_input_pipes()
    else:
        container.stream_config.new_nop_input_pipe()
    # From here on others may find it: whoever wants to change it waits until it is on disk.
    with container.lock:
        daemon.containers.add(container.id, container)
        index(daemon, container.id)
        container.checkpoint_to(daemon.containers_replica)


def index(daemon: Daemon, id: str) -> None:
    """Let the container be found by any beginning of its ID; doing it again is harmless."""
    try:
        daemon.id_index.add(id)
    except GoError:
        # It is there already, which serves as well.
        return


def checkpoint_and_save(daemon: Daemon, container: Container) -> None:
    """Write both files of the container.

    Raises:
        GoError: the host refused.

    Go: daemon.go Daemon.checkpointAndSave
    """
    with container.lock:
        try:
            container.checkpoint_to(daemon.containers_replica)
        except OSError as error:
            raise GoError(f"Error saving container state: {error}") from error
