"""What a container's mounts have to do with its file system.

Go: container/container_unix.go
"""

from __future__ import annotations

import errno
import logging
import os
from typing import TYPE_CHECKING

from engine.golang import errors
from engine.golang.errors import os_error
from engine.pkg.stringid import stringid
from engine.vendor.containerd.continuity import fs
from engine.vendor.opencontainers.selinux import label

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.volume.volume import Volume

_log = logging.getLogger(__name__)


def copy_image_path_content(container: Container, v: Volume, destination: str) -> None:
    """Copy what the image has at ``destination`` into a volume, if that is empty.

    Links on the way to ``destination`` are followed, within the container's file system, which is
    mounted. Nothing is copied where the image has nothing. The volume is mounted meanwhile.

    Raises:
        GoError: something at ``destination`` cannot be copied; it may be a file.
        System: the volume cannot be mounted.
        OSError: the host refused.

    Go: Container.CopyImagePathContent
    """
    rootfs = container.get_resource_path(destination)
    with os_error("stat", rootfs):
        try:
            os.stat(rootfs)
        except FileNotFoundError:
            return

    id = stringid.generate_random_id()
    path = v.mount(id)
    try:
        label.relabel(path, container.mount_label, True)
        copy_existing_contents(rootfs, path)
    finally:
        try:
            v.unmount(id)
        except Exception as error:
            _log.warning("error while unmounting volume %s: %s", v.name(), errors.text(error))


def has_mount_for(container: Container, path: str) -> bool:
    """Say whether a volume, a bind or a tmpfs goes to exactly this path.

    Go: Container.HasMountFor
    """
    return path in container.mount_points or path in (container.host_config.tmpfs or {})


def copy_existing_contents(source: str, destination: str) -> None:
    """Copy a directory with all it holds into an empty one; leave alone one that is not empty.

    Raises:
        GoError: something cannot be copied.
        OSError: ``destination`` cannot be read.

    Go: copyExistingContents
    """
    with os_error("open", destination), os.scandir(destination) as entries:
        if any(True for _ in entries):
            return
    fs.copy_dir(destination, source, xattr_error_handler=ignore_unsupported_xattrs)


def ignore_unsupported_xattrs(dst: str, src: str, key: str, error: OSError) -> OSError | None:
    """Let a volume's file system do without extended attributes.

    Go: ignoreUnsupportedXAttrs
    """
    return None if error.errno == errno.ENOTSUP else error
