"""Archives unpacked through the eyes of a driver that only shows directories.

Go: daemon/graphdriver/fsdiff.go
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from engine.daemon.graphdriver.driver import ProtoDriver
from engine.golang.io import Readable
from engine.pkg.idtools import IDMap

_log = logging.getLogger(__name__)


class NaiveDiffDriver:
    """Adds ``apply_diff`` to a driver.

    Making archives of differences, which Go adds too, is not wanted by creating containers.

    Go: NaiveDiffDriver
    """

    def __init__(
        self, driver: ProtoDriver, uid_maps: Sequence[IDMap], gid_maps: Sequence[IDMap]
    ) -> None:
        self._driver = driver
        self._uid_maps = list(uid_maps)
        self._gid_maps = list(gid_maps)

    def apply_diff(self, id: str, parent: str, diff: Readable) -> int:
        """Unpack an uncompressed archive into the layer as it looks when mounted.

        Whiteouts remove what they name. Returns the sum of the files' sizes.

        Raises:
            GoError: the archive is damaged.
            OSError: the host refused.

        Go: NaiveDiffDriver.ApplyDiff
        """
        from engine.pkg import archive, chrootarchive

        del parent  # the directory shows it already
        root = self._driver.get(id, "")
        try:
            options = archive.TarOptions(uid_maps=self._uid_maps, gid_maps=self._gid_maps)
            start = time.monotonic()
            size: int = chrootarchive.apply_uncompressed_layer(root.path(), diff, options)
            _log.debug("Untar time: %ss id=%s", time.monotonic() - start, id)
            return size
        finally:
            self._driver.put(id)
