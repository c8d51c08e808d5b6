"""``--blkio-weight-device /dev/sda:100``.

Go: opts/weightdevice.go
"""

from __future__ import annotations

from collections.abc import Callable

from cli.opts.opts import go_list
from cli.opts.throttledevice import split_device
from engine.api.types.blkiodev import WeightDevice
from engine.golang import strconv
from engine.golang.errors import GoError

Validator = Callable[[str], WeightDevice]


def validate_weight_device(val: str) -> WeightDevice:
    """Return the device and its weight; 0 means none of its own.

    Raises:
        GoError: no ``path:weight``, the path not below /dev, or a weight not in 10 to 1000.

    Go: ValidateWeightDevice
    """
    path, text = split_device(val)
    try:
        weight = strconv.parse_uint(text, 10, 16)
    except GoError:
        weight = -1
    if weight != 0 and not 10 <= weight <= 1000:
        raise GoError(f"invalid weight for device: {val}")
    return WeightDevice(path=path, weight=weight)


class WeightdeviceOpt:
    """The devices and their weights.

    Go: WeightdeviceOpt
    """

    def __init__(self, validator: Validator) -> None:
        self._values: list[WeightDevice | None] = []
        self._validator = validator

    def set(self, val: str) -> None:
        """Read one device.

        Raises:
            GoError: whatever the check says.

        Go: WeightdeviceOpt.Set
        """
        self._values.append(self._validator(val))

    def string(self) -> str:
        """Return the devices as Go prints a list."""
        shown = [f"{device.path}:{device.weight}" for device in self._values if device is not None]
        return go_list(shown)

    def get_list(self) -> list[WeightDevice | None]:
        """Return the devices; unlike its siblings never None.

        Go: WeightdeviceOpt.GetList
        """
        return self._values

    def type(self) -> str:
        """Return the word for help."""
        return "list"
