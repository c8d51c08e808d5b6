"""The part of a create that needs the container's file system: directories, volumes, copies.

Go: daemon/create_unix.go
"""

from __future__ import annotations

import logging
import os
import stat
from contextlib import ExitStack
from typing import TYPE_CHECKING

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.mount import mount as mounttypes
from engine.container.container import Container
from engine.daemon import daemon_mount, recover
from engine.daemon.volume_wrapper import VolumeWrapper
from engine.daemon.volumes import remove_anonymous_volume
from engine.golang import filepath
from engine.golang.defer import Undo
from engine.golang.errors import GoError
from engine.oci import defaults as oci
from engine.pkg.stringid import stringid
from engine.vendor.opencontainers import selinux
from engine.volume.service import opts as volumeopts

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)


def create_container_os_specific_settings(
    daemon: Daemon, container: Container, config: Config, host_config: HostConfig
) -> None:
    """Make the working directory and the image's volumes, and fill new volumes.

    The file system is mounted meanwhile. Paths to mask are filled in.

    Raises:
        GoError: a file is in the way of a directory or volume.
        OSError: the host refused.

    Go: Daemon.createContainerOSSpecificSettings
    """
    daemon_mount.mount(daemon, container)
    with ExitStack() as stack:
        stack.callback(_unmount, daemon, container)
        container.setup_working_directory(daemon.id_mapping.root_pair())
        _masked_paths(container, host_config)
        _config_volumes(daemon, container, config, host_config)
        populate_volumes(daemon, container)


def _unmount(daemon: Daemon, container: Container) -> None:
    """Unmount; that it failed was logged, and the create goes on, as in Go."""
    try:
        daemon_mount.unmount(daemon, container)
    except (GoError, OSError):
        return


def _masked_paths(container: Container, host_config: HostConfig) -> None:
    """Fill in the paths that the container may not see or change; an empty list stays.

    Go: Daemon.createContainerOSSpecificSettings (L33-L41)
    """
    if host_config.privileged:
        return
    if host_config.masked_paths is None:
        host_config.masked_paths = oci.default_spec().linux.masked_paths
        container.host_config.masked_paths = host_config.masked_paths
    if host_config.readonly_paths is None:
        host_config.readonly_paths = oci.default_spec().linux.readonly_paths
        container.host_config.readonly_paths = host_config.readonly_paths


def _config_volumes(
    daemon: Daemon, container: Container, config: Config, host_config: HostConfig
) -> None:
    """Make a volume with a random name for each path that the image or the user declared.

    Paths where something is mounted already are skipped: they may well come from the image. A
    volume that the container does not get to know is removed again; dockerd leaves it.

    Go: Daemon.createContainerOSSpecificSettings (L43-L74)
    """
    for spec in config.volumes or ():
        destination = filepath.clean(spec)
        if container.has_mount_for(destination):
            _log.debug("mountpoint already exists, skipping anonymous volume %s", spec)
            continue
        path = container.get_resource_path(destination)
        if _is_file(path):
            raise GoError(f"cannot mount volume over existing file, file exists {path}")
        name = stringid.generate_random_id()
        with Undo() as undo:
            undo.defer(remove_anonymous_volume, daemon, name, container.id)
            recover.note_volume(container.root, name)
            volume = daemon.volumes.create(
                name, host_config.volume_driver, volumeopts.with_create_reference(container.id)
            )
            selinux.relabel(volume.mountpoint, container.mount_label, True)
            container.add_mount_point_with_volume(
                destination, VolumeWrapper(volume, daemon.volumes), True
            )


def _is_file(path: str) -> bool:
    try:
        return not stat.S_ISDIR(os.stat(path).st_mode)
    except OSError:
        return False


def populate_volumes(daemon: Daemon, container: Container) -> None:
    """Copy what the image has at the place of each new volume into it.

    Raises:
        GoError: the image has a file there.
        OSError: the host refused.

    Go: Daemon.populateVolumes
    """
    for mnt in list(container.mount_points.values()):
        if mnt.volume is None or mnt.type != mounttypes.TYPE_VOLUME or not mnt.copy_data:
            continue
        _log.debug("copying image data from %s:%s, to %s", container.id, mnt.destination, mnt.name)
        container.copy_image_path_content(mnt.volume, mnt.destination)
