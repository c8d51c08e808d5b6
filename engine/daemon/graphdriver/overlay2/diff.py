"""What one layer differs in from the one below: its own directory tells.

Go: daemon/graphdriver/overlay2/overlay.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.daemon.graphdriver.overlay2.lower import is_parent
from engine.daemon.graphdriver.overlay2.mounted import DIFF_DIR_NAME
from engine.daemon.graphdriver.overlay2.options import use_naive_diff
from engine.golang.io import Readable
from engine.pkg import directory

if TYPE_CHECKING:
    from engine.daemon.graphdriver.overlay2.overlay import Driver
    from engine.pkg.archive import Change

_log = logging.getLogger(__name__)


def apply_diff(driver: Driver, id: str, parent: str, diff: Readable) -> int:
    """Unpack an uncompressed archive into `diff`; return the bytes it takes there.

    Whiteouts become device nodes 0/0 and the attribute `trusted.overlay.opaque`.

    Raises:
        GoError: the archive is damaged.
        OSError: the host refused.

    Go: Driver.ApplyDiff
    """
    if use_naive_diff(driver.home) or not is_parent(driver, id, parent):
        return driver.naive_diff.apply_diff(id, parent, diff)
    from engine.pkg import archive, chrootarchive

    target = get_diff_path(driver, id)
    _log.debug("Applying tar in %s", target)
    options = archive.TarOptions(
        uid_maps=list(driver.uid_maps),
        gid_maps=list(driver.gid_maps),
        whiteout_format=archive.WhiteoutFormat.OVERLAY,
    )
    chrootarchive.untar_uncompressed(diff, target, options)
    return directory.size(target)


def get_diff_path(driver: Driver, id: str) -> str:
    """Return where the layer's own files are.

    Go: Driver.getDiffPath
    """
    return f"{driver.dir(id)}/{DIFF_DIR_NAME}"


def changes(driver: Driver, id: str, parent: str) -> list[Change]:
    """Return what the layer differs in from ``parent``, by comparing both mounted.

    Raises:
        GoError: the kernel refused a mount.
        GoPathError: there is no such layer.

    Go: Driver.Changes
    """
    return driver.naive_diff.changes(id, parent)


def diff_size(driver: Driver, id: str, parent: str) -> int:
    """Return the bytes that the layer takes more than ``parent``.

    Raises:
        GoError: the kernel refused a mount.
        GoPathError: there is no such layer.

    Go: Driver.DiffSize
    """
    if use_naive_diff(driver.home) or not is_parent(driver, id, parent):
        return driver.naive_diff.diff_size(id, parent)
    return directory.size(get_diff_path(driver, id))
