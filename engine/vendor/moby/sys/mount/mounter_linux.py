"""A mount in up to three calls, because the kernel takes only some flags together.

Go: vendor/github.com/moby/sys/mount/mounter_linux.go
"""

from __future__ import annotations

from engine.golang.errors import GoError
from engine.vendor.golang.x.sys import unix
from engine.vendor.moby.sys.mount.mount_errors import MountError

_PROPAGATION = unix.MS_SHARED | unix.MS_PRIVATE | unix.MS_SLAVE | unix.MS_UNBINDABLE
_PROPAGATION_FLAGS = _PROPAGATION | unix.MS_REC | unix.MS_SILENT
_READ_ONLY_BIND = unix.MS_BIND | unix.MS_RDONLY


def mount(device: str, target: str, fs_type: str, flags: int, data: str) -> None:
    """Mount, then change propagation, then make a bind mount read-only, as ``flags`` ask.

    Raises:
        MountError: one of the calls failed; what came before it stays.

    Go: mount
    """
    first = flags & ~_PROPAGATION
    if not _is_remount(device, flags) or data:
        _call("mount", device, target, fs_type, first, data)
    if flags & _PROPAGATION:
        _call("remount", "", target, "", flags & _PROPAGATION_FLAGS, "")
    if first & _READ_ONLY_BIND == _READ_ONLY_BIND:
        _call("remount-ro", "", target, "", first | unix.MS_REMOUNT, "")


def _is_remount(device: str, flags: int) -> bool:
    """Say whether only flags of an existing mount change.

    Go: isremount
    """
    return bool(flags & unix.MS_REMOUNT) or device in ("", "none")


def _call(op: str, source: str, target: str, fs_type: str, flags: int, data: str) -> None:
    try:
        unix.mount(source, target, fs_type, flags, data)
    except (OSError, GoError) as error:
        raise MountError(op, target, error, source=source, flags=flags, data=data) from error
