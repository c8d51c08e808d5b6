"""What stores layers, and how one such driver is chosen.

Go: daemon/graphdriver/driver.go
"""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from engine.daemon.graphdriver.errors import (
    ErrNotSupported,
    NotSupportedError,
    is_driver_not_supported,
)
from engine.golang.errors import GoError, text
from engine.golang.io import Readable
from engine.golang.structs import struct
from engine.pkg.containerfs import Local
from engine.pkg.idtools import IDMap

if TYPE_CHECKING:
    from engine.pkg.archive import Change

_log = logging.getLogger(__name__)

# In the order in which they are tried. Go's other drivers need kernels or tools of their own.
PRIORITY = ("overlay2", "vfs")
# Go's drivers register themselves when the program starts; these, when one is first asked for,
# so that a host with overlayfs never loads the other.
_PACKAGES = {
    "overlay2": "engine.daemon.graphdriver.overlay2.overlay",
    "vfs": "engine.daemon.graphdriver.vfs.driver",
}


@struct(slots=True, kw_only=True)
class CreateOpts:
    """What may be said about a new layer.

    Go: CreateOpts
    """

    mount_label: str = ""
    storage_opt: dict[str, str] | None = None


class ProtoDriver(Protocol):
    """Makes layers and shows them as directories.

    Go: ProtoDriver
    """

    def __str__(self) -> str:
        """Return the driver's name."""

    def create_read_write(self, id: str, parent: str, opts: CreateOpts | None = None) -> None:
        """Make an empty layer for a container, on ``parent`` ("" for none)."""

    def create(self, id: str, parent: str, opts: CreateOpts | None = None) -> None:
        """Make an empty layer for an image, on ``parent`` ("" for none)."""

    def remove(self, id: str) -> None:
        """Take the layer away."""

    def get(self, id: str, mount_label: str = "") -> Local:
        """Show the layer with all below it; each call wants one ``put``."""

    def put(self, id: str) -> None:
        """Undo one ``get``."""

    def exists(self, id: str) -> bool:
        """Say whether there is such a layer."""

    def status(self) -> list[tuple[str, str]]:
        """Return what `docker info` tells about the driver."""

    def get_metadata(self, id: str) -> dict[str, str] | None:
        """Return what `docker inspect` tells about the layer."""

    def cleanup(self) -> None:
        """Release what the driver holds, at shutdown."""


class DiffDriver(Protocol):
    """Knows what one layer differs in from another.

    Go: DiffDriver
    """

    def apply_diff(self, id: str, parent: str, diff: Readable) -> int:
        """Unpack an uncompressed archive into the layer; return its size in bytes."""

    def changes(self, id: str, parent: str) -> list[Change]:
        """Return what the layer differs in from ``parent``."""

    def diff_size(self, id: str, parent: str) -> int:
        """Return the bytes that the layer takes more than ``parent``."""


class Driver(ProtoDriver, DiffDriver, Protocol):
    """All that a layer store asks of its driver.

    Go: Driver
    """


class Checker(Protocol):
    """Knows whether a path is mounted.

    Go: Checker
    """

    def is_mounted(self, path: str) -> bool:
        """Say whether a file system of the checker's kind is mounted on ``path``."""


@struct(slots=True, kw_only=True)
class Options:
    """How to start a driver; its home becomes ``root/NAME``.

    Go: Options
    """

    root: str
    driver_options: Sequence[str] = ()
    uid_maps: Sequence[IDMap] = ()
    gid_maps: Sequence[IDMap] = ()


InitFunc = Callable[[str, Sequence[str], Sequence[IDMap], Sequence[IDMap]], Driver]
drivers: dict[str, InitFunc] = {}


def register(name: str, init_func: InitFunc) -> None:
    """Add a driver.

    Raises:
        GoError: the name is taken.

    Go: Register
    """
    if name in drivers:
        raise GoError(f"Name already registered {name}")
    drivers[name] = init_func


def get_driver(name: str, config: Options) -> Driver:
    """Start the driver ``name``. Plugins, which Go tries next, are left out.

    Raises:
        ErrNotSupported: there is no such driver.
        NotSupportedError: it cannot work here.

    Go: GetDriver
    """
    if name not in drivers and name in _PACKAGES:
        importlib.import_module(_PACKAGES[name])
    if name not in drivers:
        _log.error("Failed to GetDriver graph driver=%s home-dir=%s", name, config.root)
        raise ErrNotSupported
    home = os.path.join(config.root, name)
    return drivers[name](home, config.driver_options, config.uid_maps, config.gid_maps)


def new(name: str, config: Options) -> Driver:
    """Start the driver ``name``; without a name the one used before, else the first that works.

    Raises:
        NotSupportedError: the named driver, or the one used before, cannot work here.
        GoError: no driver works, or there are layers of several.

    Go: New
    """
    if name:
        _log.debug("[graphdriver] trying provided driver: %s", name)
        return get_driver(name, config)
    prior = _scan_prior_drivers(config.root)
    _log.debug("[graphdriver] priority list: %s", PRIORITY)
    if prior:
        return _prior_driver(prior, config)
    for candidate in PRIORITY:
        try:
            return get_driver(candidate, config)
        except NotSupportedError:
            continue
    raise GoError("No supported storage backend found")


def _prior_driver(prior: list[str], config: Options) -> Driver:
    """Start the driver whose layers are there already.

    With another one all images would seem gone, so a failure is final.
    """
    name = prior[0]
    try:
        driver = get_driver(name, config)
    except Exception as error:
        _log.error("[graphdriver] prior storage driver %s failed: %s", name, text(error))
        raise
    if len(prior) > 1:
        raise GoError(
            f"{config.root} contains several valid graphdrivers: {', '.join(prior)}; Please "
            "cleanup or explicitly choose storage driver (-s <DRIVER>)"
        )
    _log.info("[graphdriver] using prior storage driver: %s", name)
    return driver


def _scan_prior_drivers(root: str) -> list[str]:
    """List the drivers that have layers under ``root``; vfs is never taken up again by itself.

    Go: scanPriorDrivers
    """
    names = [name for name in PRIORITY if name != "vfs"]
    return [name for name in names if is_initialized(os.path.join(root, name))]


def is_initialized(driver_home: str) -> bool:
    """Say whether a driver's home is there and holds something; unreadable counts as full.

    Go: IsInitialized
    """
    try:
        with os.scandir(driver_home) as entries:
            return next(entries, None) is not None
    except FileNotFoundError:
        return False
    except OSError as error:
        _log.warning("graphdriver.IsInitialized: stat failed: %s", text(error))
        return True


__all__ = [
    "PRIORITY",
    "Checker",
    "CreateOpts",
    "DiffDriver",
    "Driver",
    "ErrNotSupported",
    "InitFunc",
    "NotSupportedError",
    "Options",
    "ProtoDriver",
    "drivers",
    "get_driver",
    "is_driver_not_supported",
    "is_initialized",
    "new",
    "register",
]
