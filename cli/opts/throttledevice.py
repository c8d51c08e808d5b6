"""``--device-read-bps /dev/sda:1mb`` and its three siblings.

Go: opts/throttledevice.go
"""

from __future__ import annotations

from collections.abc import Callable

from cli.opts.opts import go_list
from engine.api.types.blkiodev import ThrottleDevice
from engine.golang import strconv
from engine.golang.errors import GoError
from engine.vendor.docker import go_units as units

Validator = Callable[[str], ThrottleDevice]


def validate_throttle_bps_device(val: str) -> ThrottleDevice:
    """Return the device and its limit in bytes per second.

    Raises:
        GoError: no ``path:rate``, the path not below /dev, or the rate no size.

    Go: ValidateThrottleBpsDevice
    """
    path, text = split_device(val)
    try:
        rate = units.ram_in_bytes(text)
    except GoError:
        rate = -1
    if rate < 0:
        raise GoError(
            f"invalid rate for device: {val}. The correct format is <device-path>:<number>"
            "[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb"
        )
    return ThrottleDevice(path=path, rate=rate)


def validate_throttle_iops_device(val: str) -> ThrottleDevice:
    """Return the device and its limit in operations per second.

    Raises:
        GoError: no ``path:rate``, the path not below /dev, or the rate no number.

    Go: ValidateThrottleIOpsDevice
    """
    path, text = split_device(val)
    try:
        return ThrottleDevice(path=path, rate=strconv.parse_uint(text, 10, 64))
    except GoError as error:
        raise GoError(
            f"invalid rate for device: {val}. The correct format is <device-path>:<number>. "
            "Number must be a positive integer"
        ) from error


def split_device(val: str) -> tuple[str, str]:
    """Return the two sides of ``path:value``.

    Raises:
        GoError: there is no colon, or the path is not below /dev.
    """
    path, colon, value = val.partition(":")
    if not colon:
        raise GoError(f"bad format: {val}")
    if not path.startswith("/dev/"):
        raise GoError(f"bad format for device path: {val}")
    return path, value


class ThrottledeviceOpt:
    """The devices and their limits.

    Go: ThrottledeviceOpt
    """

    def __init__(self, validator: Validator) -> None:
        self._values: list[ThrottleDevice] = []
        self._validator = validator

    def set(self, val: str) -> None:
        """Read one device.

        Raises:
            GoError: whatever the check says.

        Go: ThrottledeviceOpt.Set
        """
        self._values.append(self._validator(val))

    def string(self) -> str:
        """Return the devices as Go prints a list."""
        return go_list([f"{device.path}:{device.rate}" for device in self._values])

    def get_list(self) -> list[ThrottleDevice | None] | None:
        """Return the devices, or None if there are none.

        Go: ThrottledeviceOpt.GetList
        """
        return list(self._values) or None

    def type(self) -> str:
        """Return the word for help."""
        return "list"
