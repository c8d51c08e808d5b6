"""Mounts by the words of fstab, and whole trees unmounted.

Go: vendor/github.com/moby/sys/mount/mount_unix.go
"""

from __future__ import annotations

import errno

from engine.golang.errors import GoError
from engine.vendor.golang.x.sys import unix
from engine.vendor.moby.sys import mountinfo
from engine.vendor.moby.sys.mount import mounter_linux
from engine.vendor.moby.sys.mount.flags_unix import parse_options
from engine.vendor.moby.sys.mount.mount_errors import MountError


def mount(device: str, target: str, fs_type: str, options: str) -> None:
    """Mount ``device`` on ``target``; ``options`` are fstab's, as in `ro,size=1m`.

    Raises:
        MountError: the kernel refused.

    Go: Mount
    """
    flags, data = parse_options(options)
    mounter_linux.mount(device, target, fs_type, flags, data)


def unmount(target: str) -> None:
    """Detach what is mounted on ``target``, even if in use; nothing mounted is no error.

    Raises:
        MountError: the kernel refused.

    Go: Unmount
    """
    try:
        unix.unmount(target, unix.MNT_DETACH)
    except (OSError, GoError) as error:
        if isinstance(error, OSError) and error.errno == errno.EINVAL:
            return
        raise MountError("umount", target, error, flags=unix.MNT_DETACH) from error


def recursive_unmount(target: str) -> None:
    """Detach all that is mounted on ``target`` and below, deepest first.

    Go tries ``target`` itself before it reads the list of mounts. That call is a process here,
    and mostly in vain, so the list comes first.

    Raises:
        MountError: the topmost mount could not be detached.

    Go: RecursiveUnmount
    """
    mounts = mountinfo.get_mounts(mountinfo.prefix_filter(target))
    mounts.sort(key=lambda entry: len(entry.mountpoint), reverse=True)
    first: MountError | None = None
    for entry in mounts:
        try:
            unmount(entry.mountpoint)
        except MountError as error:
            if entry is not mounts[-1]:
                # The last one fails too if this matters; this is then the likely reason.
                first = first or error
            elif first is None:
                raise
            else:
                raise GoError(f"{error} (possible cause: {first})") from error
