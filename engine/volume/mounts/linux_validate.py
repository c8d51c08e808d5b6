"""What a mount in a Linux container may be.

Go: volume/mounts/linux_parser.go
"""

from __future__ import annotations

import errno
import os

from engine.api.types.mount.mount import Mount
from engine.golang import filepath
from engine.golang.errors import GoError, os_error
from engine.volume.mounts.linux_modes import PROPAGATION_MODES
from engine.volume.mounts.parser import err_volume_target_is_root
from engine.volume.mounts.validate import (
    err_bind_source_does_not_exist,
    err_extra_field,
    err_missing_field,
)


def linux_validate_not_root(path: str) -> None:
    """Refuse ``/`` however it is written.

    Raises:
        GoError: it is the root.

    Go: linuxValidateNotRoot
    """
    if filepath.clean(path.replace("\\", "/")) == "/":
        raise err_volume_target_is_root()


def linux_validate_absolute(path: str) -> None:
    """Refuse a path that starts neither with a slash nor with a backslash.

    Raises:
        GoError: it is relative.

    Go: linuxValidateAbsolute
    """
    path = path.replace("\\", "/")
    if not path.startswith("/"):
        raise GoError(f"invalid mount path: '{path}' mount path must be absolute")


def validate_bind(mnt: Mount, validate_source_exists: bool) -> None:
    """Refuse a bind that cannot be.

    Raises:
        GoError: with what is wrong.
        OSError: nobody can tell whether the source exists.

    Go: linuxParser.validateMountConfigImpl
    """
    if not mnt.source:
        raise err_missing_field("Source")
    asked = mnt.bind_options.propagation if mnt.bind_options is not None else ""
    if asked and asked not in PROPAGATION_MODES:
        raise GoError(f"invalid propagation mode: {asked}")
    if mnt.volume_options is not None:
        raise err_extra_field("VolumeOptions")
    linux_validate_absolute(mnt.source)
    if validate_source_exists and not _exists(mnt.source):
        raise err_bind_source_does_not_exist(mnt.source)


def validate_volume(mnt: Mount) -> None:
    """Refuse a volume mount that cannot be.

    Raises:
        GoError: with what is wrong.

    Go: linuxParser.validateMountConfigImpl
    """
    if mnt.bind_options is not None:
        raise err_extra_field("BindOptions")
    if not mnt.source and mnt.read_only:
        raise GoError("must not set ReadOnly mode when using anonymous volumes")


def _exists(path: str) -> bool:
    """Say whether a path leads to something.

    Raises:
        OSError: nobody can tell, for want of permission for instance.

    Go: mounts.go defaultFileInfoProvider.fileInfo
    """
    with os_error("stat", path):
        try:
            os.stat(path)
        except FileNotFoundError:
            return False
        except ValueError:  # a NUL byte, which Python does not even show to the kernel
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from None
    return True
