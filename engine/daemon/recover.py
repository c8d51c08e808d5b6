"""Sweeps up what a killed engine left half-made: mounts, directories, temporary files.

dockerd does none of this; it leaves such remains for ever. A killed create here is a create that
never was.

Go: daemon/daemon_linux.go
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from engine import errdefs
from engine.golang.errors import GoError, os_error, text
from engine.vendor.moby.sys import mount, mountinfo
from engine.volume.service.errors import is_not_exist

if TYPE_CHECKING:
    from engine.layer import LayerStore
    from engine.volume.service.service import VolumesService

_log = logging.getLogger(__name__)
# A layer that an engine named; BuildKit's names are shorter, and its layers are its own affair.
_LAYER = re.compile(r"[0-9a-f]{64}(-init)?\Z")
_CONTAINER = re.compile(r"[0-9a-f]{64}\Z")
# What a create writes into a container's directory before the first whole ``config.v2.json``.
_EARLY = re.compile(
    r"checkpoints\Z|hostconfig\.json\Z|\.tmp-(config\.v2|hostconfig)\.json|\.tmp-volumes\Z"
)
_TEMPORARY = re.compile(r"\.tmp-(config\.v2|hostconfig)\.json")
# Directories in which the driver tries what the kernel's overlays do.
_TRIAL = re.compile(r"(check-overlayfs-support|opaque-bug-check|userxattr-check)[0-9]+\Z")
# While a container is created: the volumes that were made for it, and that nobody could name.
_VOLUMES = ".tmp-volumes"


def note_volume(directory: str, name: str) -> None:
    """Note in a container's directory that a nameless volume is about to be made for it.

    Until the container is whole, nothing else leads to the volume.

    Raises:
        OSError: the host refused.
    """
    path = os.path.join(directory, _VOLUMES)
    with os_error("open", path), open(path, "a", encoding="ascii", opener=_private) as file:
        file.write(f"{name}\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def noted_volumes(directory: str) -> list[str]:
    """Return the volumes that were made for a container which may not have become whole."""
    try:
        with open(os.path.join(directory, _VOLUMES), encoding="ascii") as file:
            return file.read().splitlines()
    except OSError:
        return []


def forget_volumes(directory: str) -> None:
    """Remove the notes: the container is whole, and knows its volumes.

    Raises:
        OSError: the host refused.
    """
    path = os.path.join(directory, _VOLUMES)
    with os_error("remove", path), suppress(FileNotFoundError):
        os.unlink(path)


def recover(root: str, store: LayerStore, volumes: VolumesService) -> None:
    """Take away what no whole container or image claims. Nothing may run on this data-root.

    Whatever cannot be taken away is logged and stays.
    """
    driver_root = os.path.join(root, store.driver_name())
    containers = os.path.join(root, "containers")
    _unmount_stale(driver_root, _running_mounts(containers, store))
    _remove_all([*_children(root, _TRIAL), *_children(driver_root, _TRIAL)])
    _remove_all(_children(os.path.join(store.store.root, "tmp"), re.compile("write-set-")))
    for id in os.listdir(containers):
        _sweep_container(os.path.join(containers, id), volumes)
    _release_orphans(containers, store)
    _remove_orphan_mounts(store)
    _remove_orphan_layers(driver_root, store)


def _running_mounts(containers: str, store: LayerStore) -> set[str]:
    """Return the layers of containers that run, or ran when somebody last looked."""
    running = set()
    for name, layer in store.mounts.items():
        try:
            with open(os.path.join(containers, name, "config.v2.json")) as file:
                if '"State":{"Running":true' in file.read(200):
                    running.add(layer.mount_id)
        except OSError:
            continue
    return running


def _unmount_stale(driver_root: str, keep: Iterable[str]) -> None:
    wanted = mountinfo.prefix_filter(driver_root)
    for found in reversed(mountinfo.get_mounts(wanted)):
        layer, _, last = found.mountpoint.removeprefix(f"{driver_root}/").rpartition("/")
        if last != "merged" or layer in keep:
            continue
        _log.info("unmounting %s, left by an engine that was killed", found.mountpoint)
        try:
            mount.unmount(found.mountpoint)
            os.rmdir(found.mountpoint)
        except (GoError, OSError) as error:
            _log.error("cannot unmount %s: %s", found.mountpoint, text(error))


def _sweep_container(directory: str, volumes: VolumesService) -> None:
    """Remove a container's directory if it never was whole, else its temporary files."""
    if not _CONTAINER.match(os.path.basename(directory)) or not os.path.isdir(directory):
        return
    names = os.listdir(directory)
    if "config.v2.json" not in names and all(map(_EARLY.match, names)):
        for name in noted_volumes(directory):
            _remove_volume(volumes, name)
        _remove_all([directory])
        return
    _remove_all(_children(directory, _TEMPORARY))


def _remove_volume(volumes: VolumesService, name: str) -> None:
    _log.info("removing volume %s, made for a container that was never made", name)
    try:
        volumes.remove(name)
    except (errdefs.Error, GoError, OSError) as error:
        if not is_not_exist(error):
            _log.error("cannot remove volume %s: %s", name, text(error))


def _release_orphans(containers: str, store: LayerStore) -> None:
    """Give back the layers of containers that have no directory."""
    for name in [*store.mounts]:
        if not _CONTAINER.match(name) or os.path.exists(os.path.join(containers, name)):
            continue
        _log.info("removing the layer of %s, a container that was never made", name)
        try:
            store.release_rw_layer(store.get_rw_layer(name))
        except (GoError, OSError) as error:
            _log.error("cannot remove the layer of %s: %s", name, text(error))


def _remove_orphan_mounts(store: LayerStore) -> None:
    """Remove facts about writable layers that were not written to the end."""
    mounts = os.path.join(store.store.root, "mounts")
    _remove_all(
        path
        for path in _children(mounts, _CONTAINER)
        if os.path.basename(path) not in store.mounts
        and not os.path.exists(os.path.join(path, "mount-id"))
    )


def _remove_orphan_layers(driver_root: str, store: LayerStore) -> None:
    """Remove layers that nothing refers to, and short names that lead nowhere."""
    known = {layer.cache_id for layer in store.layer_map.values()}
    for mounted in store.mounts.values():
        known.update((mounted.mount_id, mounted.init_id))
    known.update(_ids_on_disk(store))
    for path in _children(driver_root, _LAYER):
        id = os.path.basename(path)
        if id in known:
            continue
        _log.info("removing layer %s, which nothing refers to", id)
        try:
            store.driver.remove(id)
        except (GoError, OSError) as error:
            _log.error("cannot remove layer %s: %s", id, text(error))
    links = os.path.join(driver_root, "l")
    for path in _children(links, re.compile("")):
        if os.path.islink(path) and not os.path.exists(path):
            os.unlink(path)


def _ids_on_disk(store: LayerStore) -> set[str]:
    """Return layers that facts on disk name, also facts that could not be made sense of."""
    ids = set()
    facts = store.store.root
    for path in (
        *_children(os.path.join(facts, "sha256"), re.compile("")),
        *_children(os.path.join(facts, "mounts"), re.compile("")),
    ):
        if os.path.basename(path) in store.mounts or _known_chain(path, store):
            continue
        for name in ("cache-id", "mount-id", "init-id"):
            try:
                with open(os.path.join(path, name)) as file:
                    ids.add(file.read().strip())
            except OSError:
                continue
    return ids


def _known_chain(path: str, store: LayerStore) -> bool:
    return f"sha256:{os.path.basename(path)}" in store.layer_map


def _children(directory: str, pattern: re.Pattern[str]) -> list[str]:
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        return []
    return [os.path.join(directory, name) for name in names if pattern.match(name)]


def _remove_all(paths: Iterable[str]) -> None:
    for path in paths:
        _log.info("removing %s, left by an engine that was killed", path)
        try:
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            else:
                os.unlink(path)
        except OSError as error:
            _log.error("cannot remove %s: %s", path, text(error))
