"""Layers as plain copies, for hosts where nobody may mount: every layer holds everything.

Go: daemon/graphdriver/vfs/driver.go
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine import errdefs
from engine.daemon.graphdriver import driver as graphdriver
from engine.daemon.graphdriver.fsdiff import NaiveDiffDriver
from engine.daemon.graphdriver.vfs.copy_linux import dir_copy
from engine.golang.defer import Undo
from engine.golang.errors import GoError, GoPathError, os_error
from engine.golang.filesystem import remove_all
from engine.golang.io import Readable
from engine.pkg import idtools, system
from engine.pkg.containerfs import Local, new_local_container_fs
from engine.pkg.idtools import IDMap
from engine.pkg.parsers.parsers import parse_key_value_opt

if TYPE_CHECKING:
    from engine.pkg.archive import Change

DRIVER_NAME = "vfs"
_NO_QUOTA = "Filesystem does not support, or has not enabled quotas"


def init(
    home: str, options: Sequence[str], uid_maps: Sequence[IDMap], gid_maps: Sequence[IDMap]
) -> Driver:
    """Start the driver; leaves `home` 0710.

    Raises:
        InvalidParameter: an option is unknown; a size, which needs project quota, is one here.
        GoPathError: the host refused.

    Go: Init
    """
    for option in options:
        with errdefs.reported_as(errdefs.InvalidParameter):
            key, _ = parse_key_value_opt(option)
            raise GoError(f"unknown option {key} for vfs")
    _, root_gid = idtools.get_root_uid_gid(uid_maps, gid_maps)
    owner = idtools.Identity(idtools.current_identity().uid, root_gid)
    idtools.mkdir_all_and_chown(home, 0o710, owner)
    return Driver(home, uid_maps, gid_maps)


class Driver:
    """Makes layers below ``home/dir``; start it with ``init``.

    Go wraps its driver to add the archives' part; here the driver holds the wrapper.

    Go: Driver
    """

    def __init__(
        self, home: str, uid_maps: Sequence[IDMap] = (), gid_maps: Sequence[IDMap] = ()
    ) -> None:
        self.home = home
        self._id_mapping = idtools.IdentityMapping(uid_maps, gid_maps)
        self._naive_diff = NaiveDiffDriver(self, uid_maps, gid_maps)

    def __str__(self) -> str:
        return DRIVER_NAME

    def status(self) -> list[tuple[str, str]]:
        """Return nothing: there is nothing to tell.

        Go: Driver.Status
        """
        return []

    def get_metadata(self, id: str) -> dict[str, str] | None:
        """Return None: there is nothing to tell of any layer.

        Go: Driver.GetMetadata
        """
        del id
        return None

    def cleanup(self) -> None:
        """Do nothing: the driver holds nothing.

        Go: Driver.Cleanup
        """

    def create_read_write(
        self, id: str, parent: str, opts: graphdriver.CreateOpts | None = None
    ) -> None:
        """Make a layer for a container.

        Raises:
            InvalidParameter: an option is unknown.
            NotImplemented: a size is asked for.
            GoPathError: the host refused; nothing is left.

        Go: Driver.CreateReadWrite
        """
        for key in (opts and opts.storage_opt) or {}:
            if key == "size":
                raise errdefs.NotImplemented(_NO_QUOTA)
            raise errdefs.InvalidParameter(f"Storage opt {key} not supported")
        self._create(id, parent)

    def create(self, id: str, parent: str, opts: graphdriver.CreateOpts | None = None) -> None:
        """Make a layer for an image.

        Raises:
            GoError: there are options.
            GoPathError: the host refused; nothing is left.

        Go: Driver.Create
        """
        if opts and opts.storage_opt:
            raise GoError("--storage-opt is not supported for vfs on read-only layers")
        self._create(id, parent)

    def _create(self, id: str, parent: str) -> None:
        """Make `home/dir/ID`, 0755, and copy the parent into it, which also gives it its mode.

        Go leaves the directory after a failure, and a label on it where there is SELinux.

        Raises:
            GoError: there is no such parent.
            GoPathError: the host refused; nothing is left.

        Go: Driver.create
        """
        layer = self._dir(id)
        root = self._id_mapping.root_pair()
        owner = idtools.Identity(idtools.current_identity().uid, root.gid)
        idtools.mkdir_all_and_chown(os.path.dirname(layer), 0o710, owner)
        with Undo() as undo:
            undo.defer(remove_all, layer)
            idtools.mkdir_and_chown(layer, 0o755, root)
            if not parent:
                return
            try:
                below = self.get(parent)
            except GoPathError as error:
                raise GoError(f"{parent}: {error}") from error
            dir_copy(below, layer)

    def _dir(self, id: str) -> str:
        """Return where the layer is.

        Go: Driver.dir
        """
        return os.path.join(self.home, "dir", os.path.basename(id))

    def remove(self, id: str) -> None:
        """Take the layer away; one that is not there is no error.

        Go checks no empty id here, which would take all layers.

        Raises:
            GoError: the id is empty, or a mount stays.
            GoPathError: something stays.

        Go: Driver.Remove
        """
        if not id:
            raise GoError("refusing to remove the directories: id is empty")
        system.ensure_remove_all(self._dir(id))

    def get(self, id: str, mount_label: str = "") -> Local:
        """Return the layer's directory.

        Raises:
            GoPathError: there is no such layer.
            GoError: it is no directory.

        Go: Driver.Get
        """
        del mount_label
        layer = self._dir(id)
        with os_error("stat", layer):
            found = os.stat(layer)
        if not stat.S_ISDIR(found.st_mode):
            raise GoError(f"{layer}: {os.strerror(errno.ENOTDIR).lower()}")
        return new_local_container_fs(layer)

    def put(self, id: str) -> None:
        """Do nothing: nothing is mounted.

        Go: Driver.Put
        """
        del id

    def exists(self, id: str) -> bool:
        """Say whether there is such a layer.

        Go: Driver.Exists
        """
        return os.path.exists(self._dir(id))

    def apply_diff(self, id: str, parent: str, diff: Readable) -> int:
        """Unpack an uncompressed archive into the layer; return the sum of the files' sizes.

        Raises:
            GoError: the archive is damaged.
            OSError: the host refused.

        Go: daemon/graphdriver/fsdiff.go NaiveDiffDriver.ApplyDiff
        """
        return self._naive_diff.apply_diff(id, parent, diff)

    def changes(self, id: str, parent: str) -> list[Change]:
        """Return what the layer differs in from ``parent``.

        Raises:
            GoPathError: there is no such layer.

        Go: daemon/graphdriver/fsdiff.go NaiveDiffDriver.Changes
        """
        return self._naive_diff.changes(id, parent)

    def diff_size(self, id: str, parent: str) -> int:
        """Return the bytes of all files that ``parent`` has not, or has otherwise.

        Raises:
            GoPathError: there is no such layer.

        Go: daemon/graphdriver/fsdiff.go NaiveDiffDriver.DiffSize
        """
        return self._naive_diff.diff_size(id, parent)


graphdriver.register(DRIVER_NAME, init)
