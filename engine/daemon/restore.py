"""Brings back the containers that are on disk when the daemon starts.

Go: daemon/daemon.go
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.configs import ContainerRmConfig
from engine.container.container import Container
from engine.daemon import recover
from engine.daemon.container import index, load
from engine.daemon.daemon_unix import register_links
from engine.daemon.delete import cleanup_container, container_rm
from engine.daemon.logs import merge_and_verify_log_config
from engine.daemon.monitor import set_state_counter
from engine.daemon.mounts import prepare_mount_points
from engine.daemon.names_ import register_name
from engine.daemon.volumes import remove_anonymous_volume
from engine.golang import times
from engine.golang.errors import GoError, text
from engine.golang.struct_tags import JSONError

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)
_FAILURES = (errdefs.Error, GoError, JSONError, OSError)


def restore(daemon: Daemon) -> None:
    """Load every container below the data-root; what cannot be loaded stays on disk, untouched.

    As dockerd does, containers that were to go when they stop (``--rm``) go now, and their volumes
    stay. Whether one still runs is not asked, for this engine runs none: its state stays as it is
    on disk.

    Raises:
        OSError: the directory of containers cannot be read.

    Go: Daemon.restore
    """
    _log.info("Loading containers: start.")
    loaded = [
        ctr
        for id in sorted(os.listdir(daemon.repository))
        if (ctr := _load(daemon, id)) is not None
    ]
    for ctr in [ctr for ctr in loaded if _half_made(ctr)]:
        _undo(daemon, ctr)
        loaded.remove(ctr)
    restored = [ctr for ctr in loaded if _register(daemon, ctr)]
    for ctr in restored:
        _link(daemon, ctr)
    for ctr in restored:
        if ctr.host_config.auto_remove and not ctr.state.is_running():
            _remove(daemon, ctr)
        else:
            _prepare(daemon, ctr)
    _log.info("Loading containers: done.")


def _load(daemon: Daemon, id: str) -> Container | None:
    """Read one container, and find its layer; None if that cannot be."""
    try:
        ctr = load(daemon, id)
        if ctr.driver != daemon.image_service.graph_driver_for_os("linux"):
            _log.debug(
                "cannot load container %s because it was created with another storage driver", id
            )
            return None
        ctr.rw_layer = daemon.image_service.get_layer_by_id(ctr.id, ctr.os)
    except _FAILURES as error:
        _log.error("failed to load container %s: %s", id, text(error))
        return None
    return ctr


def _half_made(ctr: Container) -> bool:
    """Say whether its create was cut off between the first and the last time that it is written.

    Only the last one knows the networks. dockerd shows such remains as containers.
    """
    return (
        ctr.network_settings.networks is None
        and not ctr.config.network_disabled
        and not ctr.host_config.network_mode.is_container()
        and times.is_zero(ctr.state.started_at)
    )


def _undo(daemon: Daemon, ctr: Container) -> None:
    _log.info("removing container %s, left by an engine that was killed", ctr.id)
    _prepare(daemon, ctr)
    noted = recover.noted_volumes(ctr.root)
    try:
        cleanup_container(daemon, ctr, force_remove=True, remove_volume=True)
    except _FAILURES as error:
        _log.error("failed to remove container %s: %s", ctr.id, text(error))
    for name in noted:
        remove_anonymous_volume(daemon, name, ctr.id)


def _register(daemon: Daemon, ctr: Container) -> bool:
    """Let everybody see the container, by its ID and its name; say whether that worked."""
    try:
        register_name(daemon, ctr)
        if not ctr.host_config.log_config.type:
            merge_and_verify_log_config(daemon, ctr.host_config.log_config)
        if ctr.state.removal_in_progress:
            # The daemon ended in the middle of it; the user may try again.
            ctr.state.removal_in_progress = False
            ctr.state.dead = True
        daemon.containers.add(ctr.id, ctr)
        index(daemon, ctr.id)
        with ctr.lock:
            ctr.checkpoint_changes_to(daemon.containers_replica)
        recover.forget_volumes(ctr.root)
    except _FAILURES as error:
        _log.error("failed to register container %s: %s", ctr.id, text(error))
        daemon.containers.delete(ctr.id)
        return False
    set_state_counter(daemon, ctr)
    return True


def _link(daemon: Daemon, ctr: Container) -> None:
    if not ctr.host_config.links:
        return
    try:
        register_links(daemon, ctr, ctr.host_config)
    except _FAILURES as error:
        _log.error("failed to register link for container %s: %s", ctr.id, text(error))


def _remove(daemon: Daemon, ctr: Container) -> None:
    # Nobody has looked for its volumes yet, so none of them is found and removed.
    try:
        container_rm(daemon, ctr.id, ContainerRmConfig(force_remove=True, remove_volume=True))
    except _FAILURES as error:
        _log.error("failed to remove container %s: %s", ctr.id, text(error))


def _prepare(daemon: Daemon, ctr: Container) -> None:
    try:
        prepare_mount_points(daemon, ctr)
    except _FAILURES as error:
        _log.error("failed to prepare mountpoints for container %s: %s", ctr.id, text(error))
