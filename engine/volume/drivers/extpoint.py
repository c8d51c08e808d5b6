"""Finds volume drivers by name.

dockerd also asks plugins. There are none here, so any name but those registered is answered as
dockerd answers for a plugin that is not installed.

Go: volume/drivers/extpoint.go
"""

from __future__ import annotations

import threading

from engine import errdefs
from engine.golang import strconv
from engine.vendor.moby.locker import Locker
from engine.volume import volume
from engine.volume.volume import Driver


class Store:
    """The drivers that are known.

    Go: Store
    """

    def __init__(self) -> None:
        self._extensions: dict[str, Driver] = {}
        self._mu = threading.Lock()
        self._driver_lock = Locker()

    def lookup(self, name: str) -> Driver:
        """Return the driver of that name.

        Go counts here who uses a plugin; a built-in driver is never counted.

        Raises:
            InvalidParameter: the name is empty.
            NotFound: there is no such driver.

        Go: Store.lookup
        """
        if not name:
            raise errdefs.InvalidParameter("driver name cannot be empty")
        with self._driver_lock.held(name):
            with self._mu:
                found = self._extensions.get(name)
            if found is not None:
                return found
            raise errdefs.NotFound(
                f"error looking up volume plugin {name}: plugin {strconv.quote(name)} not found"
            )

    def register(self, driver: Driver, name: str) -> bool:
        """Make a driver known, and say whether the name was free and the driver valid.

        Go: Store.Register
        """
        if not name:
            return False
        with self._mu:
            if name in self._extensions:
                return False
            if driver.scope() not in (volume.LOCAL_SCOPE, volume.GLOBAL_SCOPE):
                return False
            self._extensions[name] = driver
        return True

    def get_driver(self, name: str) -> Driver:
        """Return the driver of that name, to look something up.

        Raises:
            NotFound: there is no such driver.

        Go: Store.GetDriver
        """
        return self.lookup(name)

    def create_driver(self, name: str) -> Driver:
        """Return the driver of that name, to make a volume that will keep it in use.

        Raises:
            NotFound: there is no such driver.

        Go: Store.CreateDriver
        """
        return self.lookup(name)

    def release_driver(self, name: str) -> Driver:
        """Return the driver of that name, one of whose volumes is gone.

        Raises:
            NotFound: there is no such driver.

        Go: Store.ReleaseDriver
        """
        return self.lookup(name)

    def get_driver_list(self) -> list[str]:
        """Return the names of the drivers, sorted.

        Go: Store.GetDriverList
        """
        with self._mu:
            return sorted(self._extensions)

    def get_all_drivers(self) -> list[Driver]:
        """Return the drivers.

        Go: Store.GetAllDrivers
        """
        with self._mu:
            return list(self._extensions.values())
