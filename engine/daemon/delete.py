"""Removes containers, finished ones and half-made ones.

Go: daemon/delete.go
"""

from __future__ import annotations

import logging
import posixpath
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.configs import ContainerRmConfig
from engine.daemon import container as containers
from engine.daemon import mounts, names_
from engine.daemon.events_ import log_container_event
from engine.daemon.stop import container_stop
from engine.golang.errors import GoError, wrap
from engine.golang.filesystem import is_not_exist
from engine.pkg.system import ensure_remove_all

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)
# How long a container may take to stop before it is killed, in seconds.
_STOP_TIMEOUT = 3


def container_rm(daemon: Daemon, name: str, config: ContainerRmConfig) -> None:
    """Remove a container and all that is its own on disk, or only a link's alias.

    Raises:
        NotFound: there is no such container.
        Conflict: it runs, or is being removed.
        System: something could not be taken away.

    Go: Daemon.ContainerRm
    """
    container = containers.get_container(daemon, name)
    if container.state.set_removal_in_progress():
        raise errdefs.Conflict(f"removal of container {name} is already in progress")
    try:
        if daemon.containers.get(container.id) is None:
            # Somebody was faster.
            return
        if config.remove_link:
            rm_link(daemon, container, name)
            return
        cleanup_container(
            daemon,
            container,
            force_remove=config.force_remove,
            remove_volume=config.remove_volume,
        )
    finally:
        container.state.reset_removal_in_progress()


def rm_link(daemon: Daemon, container: Container, name: str) -> None:
    """Let the parent in ``/PARENT/ALIAS`` forget the container under that alias.

    Raises:
        GoError: the name is the container's own, or there is no such parent.

    Go: Daemon.rmLink
    """
    if not name.startswith("/"):
        name = f"/{name}"
    parent = posixpath.dirname(name)
    if parent == "/":
        raise GoError("Conflict, cannot remove the default link name of the container")
    try:
        parent_id = daemon.containers_replica.snapshot().get_id(parent)
    except GoError:
        raise GoError(f"Cannot get parent {parent} for link name {name}") from None
    names_.release_name(daemon, name)
    parent_container = daemon.containers.get(parent_id)
    if parent_container is not None:
        daemon.link_index.unlink(name, container, parent_container)


def cleanup_container(
    daemon: Daemon, container: Container, *, force_remove: bool, remove_volume: bool
) -> None:
    """Take away everything that belongs to the container: layer, files, names, volumes.

    Volumes without a name go only if ``remove_volume``. Also undoes a create that failed half
    way, and so expects none of it to be there. Where the layer or the directory cannot be taken
    away, the rest stays, so that a later try finds it; what dockerd 20.10.13 leaks then is
    mended here by going on to that later try.

    Raises:
        Conflict: it runs, and ``force_remove`` is not set.
        System: the layer or the directory could not be taken away.

    Go: Daemon.cleanupContainer
    """
    _see_that_it_rests(daemon, container, force_remove)
    with container.lock:
        container.state.dead = True
        try:
            # Should the daemon die now, its next start knows what to do with the rest.
            container.checkpoint_to(daemon.containers_replica)
        except OSError as error:
            if not is_not_exist(error):
                _log.error("Error saving dying container to disk: %s", error)
    _release_layer(daemon, container)
    try:
        ensure_remove_all(container.root)
    except OSError as error:
        failure = wrap(error, f"unable to remove filesystem for {container.id}")
        container.state.set_removal_error(failure)
        raise failure from error
    _forget(daemon, container, remove_volume)
    log_container_event(daemon, container, "destroy")


def _see_that_it_rests(daemon: Daemon, container: Container, force_remove: bool) -> None:
    if container.state.is_running() and not force_remove:
        state = container.state.state_string()
        procedure = "Stop the container before attempting removal or force remove"
        if state == "paused":
            procedure = f"Unpause and then {procedure.lower()}"
        raise errdefs.Conflict(f"You cannot remove a {state} container {container.id}. {procedure}")
    container_stop(daemon, container, _STOP_TIMEOUT)


def _release_layer(daemon: Daemon, container: Container) -> None:
    if container.rw_layer is None:
        return
    try:
        daemon.image_service.release_layer(container.rw_layer, container.os)
    except (errdefs.Error, GoError, OSError) as error:
        failure = wrap(error, f"container {container.id}")
        container.state.set_removal_error(failure)
        raise failure from error
    container.rw_layer = None


def forget_half_made(daemon: Daemon, container: Container) -> None:
    """Forget a container that nobody was shown, if its clean-up could not be brought to an end.

    Nobody could ever try again; with dockerd its name is taken until a restart.
    """
    names = daemon.containers_replica.snapshot().get_names(container.id)
    if names and daemon.containers.get(container.id) is None:
        _forget(daemon, container, True)


def _forget(daemon: Daemon, container: Container, remove_volume: bool) -> None:
    """Take the container out of memory, and let go of its volumes and names."""
    link_names = daemon.link_index.delete(container)
    try:
        daemon.id_index.delete(container.id)
    except GoError:
        _log.debug("container %s was not registered", container.id)
    daemon.containers.delete(container.id)
    daemon.containers_replica.delete(container.id)
    try:
        mounts.remove_mount_points(daemon, container, remove_volume)
    except (errdefs.Error, GoError, OSError) as error:
        _log.error("%s", error)
    for name in link_names:
        names_.release_name(daemon, name)
    container.state.set_removed()
    daemon.state_ctr.delete(container.id)
