"""Layers mounted and unmounted, counted by who uses them.

Go: daemon/graphdriver/overlay2/overlay.go
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from engine.daemon.graphdriver.overlay2.mount import mount_from
from engine.golang.defer import Undo
from engine.golang.errors import GoError, GoPathError, os_error, text
from engine.golang.filesystem import is_not_exist, read_file
from engine.pkg import idtools
from engine.pkg.containerfs import Local, new_local_container_fs
from engine.vendor.golang.x.sys import unix

if TYPE_CHECKING:
    from engine.daemon.graphdriver.overlay2.overlay import Driver

_log = logging.getLogger(__name__)

DIFF_DIR_NAME = "diff"
WORK_DIR_NAME = "work"
MERGED_DIR_NAME = "merged"
LOWER_FILE = "lower"
_PAGE_SIZE = os.sysconf("SC_PAGESIZE")


def get(driver: Driver, id: str, mount_label: str = "") -> Local:
    """Mount the layer on `merged`, 0700, and return that path; count if it is mounted already.

    A layer with nothing below is not mounted, its `diff` is handed out. A layer that is a
    parent is mounted read-only.

    Raises:
        GoError: the kernel refused the mount.
        GoPathError: there is no such layer, or the host refused.

    Go: Driver.Get
    """
    with driver.locker.held(id):
        layer = driver.dir(id)
        lowers = _read_lower(layer)
        if lowers is None:
            check_exists("stat", layer)
            return new_local_container_fs(f"{layer}/{DIFF_DIR_NAME}")
        merged = f"{layer}/{MERGED_DIR_NAME}"
        if driver.ctr.increment(merged) == 1:
            with Undo() as undo:
                undo.defer(_forget_mount, driver, id, merged)
                _mount(driver, id, lowers, mount_label)
        return new_local_container_fs(merged)


def _read_lower(layer: str) -> str | None:
    """Return the layer's `lower`, None if nothing is below it."""
    try:
        return read_file(f"{layer}/{LOWER_FILE}")
    except GoPathError as error:
        if is_not_exist(error):
            return None
        raise


def _mount(driver: Driver, id: str, lowers: str, mount_label: str) -> None:
    """Mount the layer on `merged`.

    A page is all that mount(2) takes. Longer data are shortened by naming everything from
    ``home``, which costs a process that goes there first.
    """
    layer = driver.dir(id)
    merged = f"{layer}/{MERGED_DIR_NAME}"
    read_only = os.path.exists(f"{layer}/committed")
    absolute = [f"{driver.home}/{lower}" for lower in lowers.split(":")]
    data = _mount_data(driver, layer, ":".join(absolute), read_only, mount_label)
    idtools.mkdir_and_chown(merged, 0o700, driver.root)
    is_long = len(os.fsencode(data)) > _PAGE_SIZE - 1
    if is_long:
        data = _mount_data(driver, id, lowers, read_only, mount_label)
        if (size := len(os.fsencode(data))) > _PAGE_SIZE - 1:
            raise GoError(f"cannot mount layer, mount label too large {size}")
    try:
        if is_long:
            target = f"{id}/{MERGED_DIR_NAME}"
            mount_from(driver.home, "overlay", target, "overlay", 0, data)
        else:
            unix.mount("overlay", merged, "overlay", 0, data)
    except (OSError, GoError) as error:
        said = f"error creating overlay mount to {merged}: {text(error)}"
        raise GoError(said) from error
    if not read_only:
        # In a user namespace overlayfs wants this to move a directory up.
        _chown(f"{layer}/{WORK_DIR_NAME}/{WORK_DIR_NAME}", driver.root)


def _mount_data(driver: Driver, layer: str, lowers: str, read_only: bool, mount_label: str) -> str:
    """Return the options of the mount; ``layer`` and ``lowers`` are all relative or none."""
    data = driver.feature_options + "lowerdir="
    if read_only:
        data += f"{layer}/{DIFF_DIR_NAME}:{lowers}"
    else:
        data += f"{lowers},upperdir={layer}/{DIFF_DIR_NAME},workdir={layer}/{WORK_DIR_NAME}"
    return _format_mount_label(data, mount_label)


def _forget_mount(driver: Driver, id: str, merged: str) -> None:
    """After a failed mount: count back, and leave no directory."""
    if driver.ctr.decrement(merged) > 0:
        return
    try:
        unix.unmount(merged, 0)
    except (OSError, GoError) as error:
        _log.debug("error unmounting %s: %s", merged, text(error))
    _rmdir(id, merged)


def put(driver: Driver, id: str) -> None:
    """Give back one ``get``; the last one unmounts, even if in use, and removes `merged`.

    Without its directory, the kernel also ends the mount where other namespaces copied it.

    Raises:
        GoPathError: `lower` cannot be read.

    Go: Driver.Put
    """
    with driver.locker.held(id):
        layer = driver.dir(id)
        if _read_lower(layer) is None:
            return
        merged = f"{layer}/{MERGED_DIR_NAME}"
        if driver.ctr.decrement(merged) > 0:
            return
        try:
            unix.unmount(merged, unix.MNT_DETACH)
        except (OSError, GoError) as error:
            _log.debug("Failed to unmount %s overlay: %s - %s", id, merged, text(error))
        _rmdir(id, merged)


def _format_mount_label(data: str, mount_label: str) -> str:
    """Add an SELinux label to mount data.

    Go: vendor/github.com/opencontainers/selinux/go-selinux/label/label.go FormatMountLabel
    """
    if not mount_label:
        return data
    return f'{data},context="{mount_label}"' if data else f'context="{mount_label}"'


def check_exists(op: str, path: str) -> None:
    """Fail as Go does if nothing is there.

    Raises:
        GoPathError: it is not there.
    """
    with os_error(op, path):
        os.lstat(path)


def _chown(path: str, owner: idtools.Identity) -> None:
    with os_error("chown", path):
        os.chown(path, owner.uid, owner.gid)


def _rmdir(id: str, path: str) -> None:
    try:
        os.rmdir(path)
    except FileNotFoundError:
        return
    except OSError as error:
        _log.debug("Failed to remove %s overlay: %s", id, text(error))
