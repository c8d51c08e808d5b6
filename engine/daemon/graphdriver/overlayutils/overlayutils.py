"""Whether overlayfs works in a directory, found out by trying.

Go: daemon/graphdriver/overlayutils/overlayutils.go
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from engine.golang.errors import GoError, GoPathError, text, wrap
from engine.golang.filesystem import remove_all, temp_dir
from engine.vendor.golang.x.sys import unix

_log = logging.getLogger(__name__)


def supports_overlay(directory: str, check_multiple_lowers: bool) -> None:
    """Mount an overlay below ``directory`` and take it away again.

    ``check_multiple_lowers`` tries two lower layers, as overlay2 needs.

    Raises:
        GoError: the kernel refused, or nobody may mount here.
        GoPathError: ``directory`` cannot be written.

    Go: SupportsOverlay
    """
    # RootlessKit hides SELinux from us; dockerd-rootless.sh says it this way (moby issue 42333).
    if os.environ.get("_DOCKERD_ROOTLESS_SELINUX") == "1":
        raise GoError("overlay is not supported for Rootless with SELinux")
    with check_directory(directory, "check-overlayfs-support") as scratch:
        try_mount(scratch, "" if check_multiple_lowers else "lower2")


@contextmanager
def check_directory(directory: str, prefix: str) -> Iterator[str]:
    """Lend a new directory with the five that an overlay with two lowers takes."""
    scratch = temp_dir(directory, prefix)
    try:
        for name in ("lower1", "lower2", "upper", "work", "merged"):
            os.mkdir(os.path.join(scratch, name), 0o755)
        yield scratch
    finally:
        try:
            remove_all(scratch)
        except GoPathError as error:
            _log.warning("Failed to remove check directory %s: %s", scratch, error)


def try_mount(scratch: str, lowers: str = "", extra: str = "") -> None:
    """Mount an overlay in a check directory and unmount it.

    Raises:
        GoError: the kernel refused.
    """
    merged = os.path.join(scratch, "merged")
    lower = f"{scratch}/{lowers}" if lowers else f"{scratch}/lower2:{scratch}/lower1"
    options = f"{extra}lowerdir={lower},upperdir={scratch}/upper,workdir={scratch}/work"
    try:
        unix.mount("overlay", merged, "overlay", 0, options)
    except (OSError, GoError) as error:
        raise wrap(error, "failed to mount overlay") from error
    try:
        unix.unmount(merged, 0)
    except (OSError, GoError) as error:
        _log.warning("Failed to unmount check directory %s: %s", merged, text(error))
