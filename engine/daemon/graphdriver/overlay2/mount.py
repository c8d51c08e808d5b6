"""A mount whose paths are too long, made from within the driver's home.

Go: daemon/graphdriver/overlay2/mount.go
"""

from __future__ import annotations

from engine.golang.errors import GoError, text
from engine.vendor.golang.x.sys import unix


def mount_from(
    directory: str, device: str, target: str, m_type: str, flags: int, label: str
) -> None:
    """Mount with ``directory`` as the working directory of a process of its own.

    So ``target`` and the paths in ``label``, the mount data, may be relative to it. Go starts
    itself again for this and mounts in there; here it is the program that mounts anyway.

    Raises:
        GoError: the kernel refused; the text is what Go's helper would have printed.

    Go: mountFrom
    """
    try:
        unix.mount(device, target, m_type, flags, label, directory=directory)
    except (OSError, GoError) as error:
        raise GoError(f"mountfrom re-exec error: exit status 1: output: {text(error)}") from error
