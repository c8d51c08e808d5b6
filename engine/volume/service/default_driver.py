"""The driver that is there without plugins.

Go: volume/service/default_driver.go
"""

from __future__ import annotations

from engine.golang import errors
from engine.golang.errors import GoError
from engine.pkg import idtools
from engine.volume import drivers, local, volume


def setup_default_driver(store: drivers.Store, root: str, root_ids: idtools.Identity) -> None:
    """Make the driver ``local`` known, which keeps its volumes in ``root/volumes``.

    Raises:
        GoError: the directory cannot be used.

    Go: setupDefaultDriver
    """
    try:
        driver = local.Root(root, root_ids)
    except (OSError, GoError) as error:
        raise errors.wrap(error, "error setting up default driver") from error
    if not store.register(driver, volume.DEFAULT_DRIVER_NAME):
        raise GoError("local volume driver could not be registered")
