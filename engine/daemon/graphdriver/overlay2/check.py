"""Whether an upper directory is by itself the difference to what lies below.

Go: daemon/graphdriver/overlay2/check.go
"""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from engine.golang.errors import GoError, GoPathError, text
from engine.golang.filesystem import mkdir_all, remove_all, temp_dir
from engine.vendor.containerd.sys import running_in_user_ns
from engine.vendor.golang.x.sys import unix

_log = logging.getLogger(__name__)
_OPAQUE = "trusted.overlay.opaque"
_REDIRECT = "trusted.overlay.redirect"


def does_support_native_diff(directory: str) -> None:
    """Try two things below ``directory`` that some kernels do in ways a tar cannot tell.

    Raises:
        GoError: it runs in a user namespace, or the kernel copies up the opaque flag, or it
            renames directories by a note instead of copying.
        OSError: the trial itself failed.

    Go: doesSupportNativeDiff
    """
    if running_in_user_ns():
        raise GoError("running in a user namespace")
    with _check_directory(directory) as scratch, _mounted(scratch) as merged:
        _check_opaque(scratch, merged)
        _check_redirect(scratch, merged)


@contextmanager
def _check_directory(directory: str) -> Iterator[str]:
    """Lend a directory with layers l1 and l2, l2/d opaque, and an empty l3."""
    scratch = temp_dir(directory, "opaque-bug-check")
    try:
        for name in ("l1/d", "l1/d1", "l2/d", "l3", "work", "merged"):
            mkdir_all(os.path.join(scratch, name), 0o755)
        with _told("failed to set opaque flag on middle layer"):
            os.setxattr(f"{scratch}/l2/d", _OPAQUE, b"y", follow_symlinks=False)
        yield scratch
    finally:
        try:
            remove_all(scratch)
        except GoPathError as error:
            _log.warning("Failed to remove check directory %s: %s", scratch, error)


@contextmanager
def _mounted(scratch: str) -> Iterator[str]:
    """Mount the three layers; lend the merged directory."""
    merged = os.path.join(scratch, "merged")
    lower = f"{scratch}/l2:{scratch}/l1"
    options = f"lowerdir={lower},upperdir={scratch}/l3,workdir={scratch}/work"
    with _told("failed to mount overlay"):
        unix.mount("overlay", merged, "overlay", 0, options)
    try:
        yield merged
    finally:
        try:
            unix.unmount(merged, 0)
        except (OSError, GoError) as error:
            _log.warning("Failed to unmount check directory %s: %s", merged, text(error))


def _check_opaque(scratch: str, merged: str) -> None:
    """A file written into l2/d forces a copy of the directory, which must not be opaque."""
    with _told("failed to write to merged directory"), open(f"{merged}/d/f", "wb"):
        pass
    if _xattr(f"{scratch}/l3/d", _OPAQUE, "opaque") == b"y":
        raise GoError(
            "opaque flag erroneously copied up, consider update to kernel 4.8 or later to fix"
        )


def _check_redirect(scratch: str, merged: str) -> None:
    """A directory from below that is renamed must be copied, or the rename refused."""
    try:
        os.rename(f"{merged}/d1", f"{merged}/d2")
    except OSError as error:
        if error.errno == errno.EXDEV:
            return
        raise GoError(f"failed to rename dir in merged directory: {text(error)}") from error
    if _xattr(f"{scratch}/l3/d2", _REDIRECT, "redirect") == b"d1":
        raise GoError("kernel has CONFIG_OVERLAY_FS_REDIRECT_DIR enabled")


def _xattr(path: str, name: str, what: str) -> bytes:
    """Return an extended attribute, empty if there is none."""
    with _told(f"failed to read {what} flag on upper layer"):
        try:
            return os.getxattr(path, name, follow_symlinks=False)
        except OSError as error:
            if error.errno == errno.ENODATA:
                return b""
            raise


@contextmanager
def _told(message: str) -> Iterator[None]:
    """Put ``message`` before any failure's own text."""
    try:
        yield
    except (OSError, GoError) as error:
        raise GoError(f"{message}: {text(error)}") from error
