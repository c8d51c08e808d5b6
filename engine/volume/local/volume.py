"""One volume of the default driver.

Go: volume/local/local.go
"""

from __future__ import annotations

import os
import threading
from datetime import datetime

from engine import errdefs
from engine.golang import errors
from engine.golang.errors import GoError
from engine.vendor.moby.sys import mount, mountinfo
from engine.volume.local.local_unix import OptsConfig, mount_volume


class LocalVolume:
    """A directory, or something that is mounted on it while containers use it.

    Go: localVolume
    """

    def __init__(self, *, name: str, path: str, driver_name: str) -> None:
        self._name = name
        self._path = path
        self._driver_name = driver_name
        self._lock = threading.Lock()
        self.opts: OptsConfig | None = None
        self.active = 0
        self._mounted = False

    def name(self) -> str:
        """Return the name.

        Go: localVolume.Name
        """
        return self._name

    def driver_name(self) -> str:
        """Return ``local``.

        Go: localVolume.DriverName
        """
        return self._driver_name

    def path(self) -> str:
        """Return the directory of the data, ``…/volumes/NAME/_data``.

        Go: localVolume.Path
        """
        return self._path

    def cached_path(self) -> str:
        """Return the directory of the data.

        Go: localVolume.CachedPath
        """
        return self._path

    def mount(self, id: str) -> str:
        """Return the directory of the data; mount the volume's device on it for the first user.

        Raises:
            System: the device could not be mounted.

        Go: localVolume.Mount
        """
        with self._lock:
            if self.opts is not None and self._needs_mount():
                if not self._mounted:
                    with errdefs.reported_as(errdefs.System):
                        mount_volume(self.opts, self._path)
                    self._mounted = True
                self.active += 1
            self._post_mount()
            return self._path

    def unmount(self, id: str) -> None:
        """Unmount the device after its last user.

        The user is no longer counted even if that fails, or nobody could remove the volume.

        Raises:
            System: the device is still mounted.

        Go: localVolume.Unmount
        """
        with self._lock:
            if self._needs_mount():
                self.active -= 1
            if self.active <= 0:
                self.unmount_device()

    def unmount_device(self) -> None:
        """Unmount the device, whoever may use it.

        Raises:
            System: it is still mounted.

        Go: local_unix.go localVolume.unmount
        """
        if not self._needs_mount():
            return
        try:
            mount.unmount(self._path)
        except (OSError, GoError) as error:
            if mountinfo.mounted(self._path):
                raise errdefs.System(errors.text(error)) from error
        self._mounted = False

    def status(self) -> None:
        """Say nothing: there is nothing to tell about a directory.

        Go: localVolume.Status
        """

    def created_at(self) -> datetime:
        """Return when the directory's inode last changed, the nearest thing on record.

        Raises:
            OSError: the directory is gone.

        Go: local_unix.go localVolume.CreatedAt
        """
        return datetime.fromtimestamp(os.stat(self._path).st_ctime_ns // 10**9).astimezone()

    def _needs_mount(self) -> bool:
        """Say whether there is more to the volume than its directory.

        Go: local_unix.go localVolume.needsMount
        """
        return self.opts is not None and bool(self.opts.mount_device or self.opts.mount_type)

    def _post_mount(self) -> None:
        """Refuse a volume that was made with a quota by an engine that can set one.

        Go: local_unix.go localVolume.postMount
        """
        if self.opts is not None and self.opts.quota.size > 0:
            raise GoError("size quota requested for volume but no quota support")
