"""Builds a container: first in memory, then its mounts and its files.

Go: daemon/container.go
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.container.container import Container
from engine.daemon import daemon_unix, names_, volumes
from engine.daemon.container import new_base_container
from engine.daemon.network import Settings
from engine.golang import times
from engine.golang.defer import Undo
from engine.runconfig.hostconfig import set_default_net_mode_if_blank

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

# How much of its ID a container shows as its host name.
_SHORT_ID = 12


def new_container(
    daemon: Daemon,
    name: str,
    operating_system: str,
    config: Config,
    host_config: HostConfig,
    image_id: str,
    managed: bool,
) -> Container:
    """Return a container in memory with ID, name, host name and command; the name is reserved.

    Its ``host_config`` is still empty: it is filled once the volumes are there. After an error
    the name is free again; dockerd keeps it.

    Raises:
        InvalidParameter: the name has characters that names must not have.
        NameConflict: the name is taken.

    Go: Daemon.newContainer
    """
    id, full_name = names_.generate_id_and_name(daemon, name)
    with Undo() as undo:
        undo.defer(names_.release_name, daemon, full_name)
        if host_config.network_mode.is_host():
            config.hostname = config.hostname or socket.gethostname()
        else:
            generate_hostname(id, config)
        entrypoint, args = get_entrypoint_and_args(config.entrypoint, config.cmd)
        base = new_base_container(daemon, id)
        base.created = times.now()
        base.managed = managed
        base.path = entrypoint
        base.args = args
        base.config = config
        base.host_config = HostConfig()
        base.image_id = image_id
        base.network_settings = Settings(is_anonymous_endpoint=not name)
        base.name = full_name
        base.driver = daemon.image_service.graph_driver_for_os(operating_system)
        base.os = operating_system
        return base


def get_entrypoint_and_args(
    entrypoint: list[str] | None, cmd: list[str] | None
) -> tuple[str, list[str]]:
    """Return the program and its arguments; one of the lists is not empty.

    Go: Daemon.getEntrypointAndArgs
    """
    words = [*(entrypoint or ()), *(cmd or ())]
    return words[0], words[1:]


def generate_hostname(id: str, config: Config) -> None:
    """Call the container by its short ID, unless it has a host name.

    Go: Daemon.generateHostname
    """
    config.hostname = config.hostname or id[:_SHORT_ID]


def set_security_options(daemon: Daemon, container: Container, host_config: HostConfig) -> None:
    """Take the security options over into the container.

    Raises:
        GoError: an option is unknown or has no value.

    Go: Daemon.setSecurityOptions
    """
    with container.lock:
        daemon_unix.parse_daemon_security_opt(daemon, container, host_config)


def set_host_config(daemon: Daemon, container: Container, host_config: HostConfig) -> None:
    """Register mounts and links, take ``host_config`` over, and write both files.

    Volumes are made without the lock, for that may take long and others want to list containers.

    Raises:
        InvalidParameter: two mounts go to one place, or a mount or link leads nowhere.
        GoError: a mount or link is malformed.
        OSError: the host refused.

    Go: Daemon.setHostConfig
    """
    volumes.register_mount_points(daemon, container, host_config)
    with container.lock:
        daemon_unix.register_links(daemon, container, host_config)
        set_default_net_mode_if_blank(host_config)
        container.host_config = host_config
        container.checkpoint_to(daemon.containers_replica)
