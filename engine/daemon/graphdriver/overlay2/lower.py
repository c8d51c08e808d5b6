"""Which layers lie below another, as its `lower` file lists them.

Go: daemon/graphdriver/overlay2/overlay.go
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from engine.daemon.graphdriver.overlay2.mounted import LOWER_FILE, check_exists
from engine.golang import filepath
from engine.golang.errors import GoError, GoPathError, os_error
from engine.golang.filesystem import is_not_exist, read_file

if TYPE_CHECKING:
    from engine.daemon.graphdriver.overlay2.overlay import Driver

LINK_DIR = "l"
MAX_DEPTH = 128


def get_lower(driver: Driver, parent: str) -> str:
    """Return all short names to look through on top of ``parent``, nearest first.

    Raises:
        GoError: there are more than 128.
        GoPathError: ``parent`` does not exist, or has no short name.

    Go: Driver.getLower
    """
    layer = driver.dir(parent)
    try:
        lowers = [f"{LINK_DIR}/{read_file(f'{layer}/link')}"]
    except GoPathError:
        check_exists("lstat", layer)
        raise
    with contextlib.suppress(GoPathError):
        lowers += read_file(f"{layer}/{LOWER_FILE}").split(":")
    if len(lowers) > MAX_DEPTH:
        raise GoError("max depth exceeded")
    return ":".join(lowers)


def get_lower_dirs(driver: Driver, id: str) -> list[str]:
    """Return the `diff` directories below the layer, nearest first.

    Go: Driver.getLowerDirs
    """
    try:
        lowers = read_file(f"{driver.dir(id)}/{LOWER_FILE}").split(":")
    except GoPathError as error:
        if is_not_exist(error):
            return []
        raise
    links = [_read_link(f"{driver.home}/{lower}") for lower in lowers]
    return [filepath.join(driver.home, LINK_DIR, link) for link in links]


def is_parent(driver: Driver, id: str, parent: str) -> bool:
    """Say whether ``parent`` is right below the layer ("": nothing is).

    Go: Driver.isParent
    """
    try:
        lowers = get_lower_dirs(driver, id)
    except GoPathError:
        return False
    nearest = os.path.dirname(lowers[0]) if lowers else ""
    return nearest == (driver.dir(parent) if parent else "")


def _read_link(path: str) -> str:
    with os_error("readlink", path):
        return os.readlink(path)
