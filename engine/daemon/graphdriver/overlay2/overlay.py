"""Layers as directories that the kernel stacks with overlayfs.

Go: daemon/graphdriver/overlay2/overlay.go
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence

from engine.daemon.graphdriver import driver as graphdriver
from engine.daemon.graphdriver.counter import RefCounter
from engine.daemon.graphdriver.driver_linux import FsChecker, get_fs_name
from engine.daemon.graphdriver.fsdiff import NaiveDiffDriver
from engine.daemon.graphdriver.overlay2 import diff, lower, mounted
from engine.daemon.graphdriver.overlay2.lower import LINK_DIR, get_lower_dirs
from engine.daemon.graphdriver.overlay2.mounted import (
    DIFF_DIR_NAME,
    LOWER_FILE,
    MERGED_DIR_NAME,
    WORK_DIR_NAME,
    check_exists,
)
from engine.daemon.graphdriver.overlay2.options import (
    feature_options,
    parse_options,
    use_naive_diff,
)
from engine.daemon.graphdriver.overlayutils import generate_id, supports_overlay
from engine.golang.defer import Undo
from engine.golang.errors import GoError, GoPathError, os_error
from engine.golang.filesystem import read_file, remove_all, write_file
from engine.pkg import idtools, system
from engine.pkg.idtools import IDMap
from engine.vendor.moby.locker import Locker
from engine.vendor.moby.sys import mount

_log = logging.getLogger(__name__)

DRIVER_NAME = "overlay2"
# (26 + len("l/:")) * 128 characters leave a page of mount data some room for a label.
ID_LENGTH = 26

# What mount data, overlayfs or mount(8) give a meaning of their own.
_SPECIAL = frozenset(',:\\"')


def init(
    home: str, options: Sequence[str], uid_maps: Sequence[IDMap], gid_maps: Sequence[IDMap]
) -> Driver:
    """Start the driver; leaves `home` 0710 and `home/l` 0700.

    Go's test for file systems that do not tell a directory from a file is left out: overlayfs
    itself refuses most of them, and Python does not show the flag.

    Raises:
        NotSupportedError: the kernel has no overlayfs, we may not mount, or the path will not do.
        GoError: an option is unknown.
        GoPathError: the host refused.

    Go: Init
    """
    parse_options(options)
    if special := _SPECIAL.intersection(home):
        raise graphdriver.NotSupportedError(
            f"overlay2: {home} cannot be named in mount options, because of {sorted(special)}"
        )
    test_dir = home if os.path.exists(home) else os.path.dirname(home)
    try:
        supports_overlay(test_dir, True)
    except (GoError, GoPathError) as error:
        _log.error("%s", error)
        raise graphdriver.ErrNotSupported from error
    current = idtools.current_identity()
    _, root_gid = idtools.get_root_uid_gid(uid_maps, gid_maps)
    idtools.mkdir_all_and_chown(home, 0o710, idtools.Identity(current.uid, root_gid))
    idtools.mkdir_all_and_chown(os.path.join(home, LINK_DIR), 0o700, current)
    return Driver(home, uid_maps, gid_maps)


class Driver:
    """Makes layers below ``home`` and mounts them; start it with ``init``.

    Project quota, and with it every size, is left out.

    Go: Driver
    """

    def __init__(
        self, home: str, uid_maps: Sequence[IDMap] = (), gid_maps: Sequence[IDMap] = ()
    ) -> None:
        self.home = home
        self.uid_maps = uid_maps
        self.gid_maps = gid_maps
        self.root = idtools.Identity(*idtools.get_root_uid_gid(uid_maps, gid_maps))
        self._dir_id = idtools.Identity(idtools.current_identity().uid, self.root.gid)
        self.ctr = RefCounter(FsChecker("overlay"))
        self.locker = Locker()
        self.naive_diff = NaiveDiffDriver(self, uid_maps, gid_maps)
        self.feature_options = feature_options(home)
        self._backing_fs = get_fs_name(home)

    def __str__(self) -> str:
        return DRIVER_NAME

    get = mounted.get
    put = mounted.put
    get_lower = lower.get_lower
    get_diff_path = diff.get_diff_path
    apply_diff = diff.apply_diff
    changes = diff.changes
    diff_size = diff.diff_size

    def status(self) -> list[tuple[str, str]]:
        """Return what `docker info` tells about the driver.

        Go: Driver.Status
        """
        return [
            ("Backing Filesystem", self._backing_fs),
            ("Supports d_type", "true"),
            ("Native Overlay Diff", str(not use_naive_diff(self.home)).lower()),
            ("userxattr", str("userxattr" in self.feature_options).lower()),
        ]

    def get_metadata(self, id: str) -> dict[str, str]:
        """Return the layer's directories; `LowerDir` only where there are any, nearest first.

        Raises:
            GoPathError: there is no such layer.

        Go: Driver.GetMetadata
        """
        layer = self.dir(id)
        check_exists("stat", layer)
        metadata = {
            "WorkDir": f"{layer}/{WORK_DIR_NAME}",
            "MergedDir": f"{layer}/{MERGED_DIR_NAME}",
            "UpperDir": f"{layer}/{DIFF_DIR_NAME}",
        }
        if lowers := get_lower_dirs(self, id):
            metadata["LowerDir"] = ":".join(lowers)
        return metadata

    def cleanup(self) -> None:
        """Unmount whatever is mounted in ``home``.

        Raises:
            MountError: something stays.

        Go: Driver.Cleanup
        """
        mount.recursive_unmount(self.home)

    def create_read_write(
        self, id: str, parent: str, opts: graphdriver.CreateOpts | None = None
    ) -> None:
        """Make a layer for a container.

        Raises:
            GoError: a size is asked for, or there are too many layers below.
            GoPathError: the host refused; nothing is left.

        Go: Driver.CreateReadWrite
        """
        if opts and "size" in (opts.storage_opt or {}):
            raise _size_needs_quota()
        self._create(id, parent, opts)

    def create(self, id: str, parent: str, opts: graphdriver.CreateOpts | None = None) -> None:
        """Make a layer for an image.

        Raises:
            GoError: a size is asked for, or there are too many layers below.
            GoPathError: the host refused; nothing is left.

        Go: Driver.Create
        """
        if opts and "size" in (opts.storage_opt or {}):
            raise GoError("--storage-opt size is only supported for ReadWrite Layers")
        self._create(id, parent, opts)

    def _create(self, id: str, parent: str, opts: graphdriver.CreateOpts | None) -> None:
        """Lay out one layer, empty of files, under `home/id`, 0710.

            diff/   0755  what the layer will hold
            link    0644  its short name, a symlink in `home/l`
            work/   0700  scratch space for overlayfs  (with a parent only)
            lower   0644  "l/NEAREST:...:l/FARTHEST"   (with a parent only)

        The parent gets an empty `committed`, 0600: from now on it is mounted read-only. On
        failure Go forgets to remove the symlink.

        Raises:
            GoError: an option is unknown, or there are too many layers below.
            GoPathError: the host refused; `home/id` is gone again.

        Go: Driver.create
        """
        layer = self.dir(id)
        idtools.mkdir_all_and_chown(self.home, 0o710, self._dir_id)
        idtools.mkdir_and_chown(layer, 0o710, self._dir_id)
        with Undo() as undo:
            undo.defer(remove_all, layer)
            self.parse_storage_opt((opts and opts.storage_opt) or {})
            idtools.mkdir_and_chown(f"{layer}/{DIFF_DIR_NAME}", 0o755, self.root)
            short_name = generate_id(ID_LENGTH)
            link = f"{self.home}/{LINK_DIR}/{short_name}"
            _symlink(f"../{id}/{DIFF_DIR_NAME}", link)
            undo.defer(os.unlink, link)
            write_file(f"{layer}/link", short_name, 0o644)
            if parent:
                idtools.mkdir_and_chown(f"{layer}/{WORK_DIR_NAME}", 0o700, self.root)
                write_file(f"{self.dir(parent)}/committed", "", 0o600)
                write_file(f"{layer}/{LOWER_FILE}", self.get_lower(parent), 0o666)

    def parse_storage_opt(self, storage_opt: Mapping[str, str]) -> None:
        """Check the options of one layer; nothing but a size exists, and that needs quota.

        Raises:
            GoError: an option is unknown, or it is a size in other letters, for which Go fails
                with a nil pointer.

        Go: Driver.parseStorageOpt
        """
        for key in storage_opt:
            if key.lower() == "size":
                raise _size_needs_quota()
            raise GoError(f"Unknown option {key.lower()}")

    def dir(self, id: str) -> str:
        """Return where the layer is.

        Go: Driver.dir
        """
        return f"{self.home}/{id}"

    def remove(self, id: str) -> None:
        """Take the layer and its short name away; one that is not there is no error.

        Raises:
            GoError: the id is empty, which would mean all layers, or a mount stays.
            GoPathError: something stays.

        Go: Driver.Remove
        """
        if not id:
            raise GoError("refusing to remove the directories: id is empty")
        with self.locker.held(id):
            layer = self.dir(id)
            self._remove_link(id, layer)
            system.ensure_remove_all(layer)
            self.ctr.forget(f"{layer}/{MERGED_DIR_NAME}")

    def _remove_link(self, id: str, layer: str) -> None:
        """Take the short name away, if the layer has one."""
        try:
            short_name = read_file(f"{layer}/link")
        except GoPathError:
            return
        if not short_name:
            _log.error("refusing to remove empty link for layer %s", id)
            return
        try:
            remove_all(f"{self.home}/{LINK_DIR}/{short_name}")
        except GoPathError as error:
            _log.debug("Failed to remove link: %s", error)

    def exists(self, id: str) -> bool:
        """Say whether there is such a layer.

        Go: Driver.Exists
        """
        return os.path.exists(self.dir(id))


def _size_needs_quota() -> GoError:
    return GoError(
        "--storage-opt is supported only for overlay over xfs with 'pquota' mount option"
    )


def _symlink(target: str, path: str) -> None:
    with os_error(f"symlink {target}", path):
        os.symlink(target, path)


graphdriver.register(DRIVER_NAME, init)
