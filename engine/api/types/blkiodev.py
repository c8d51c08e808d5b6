"""Block devices with a weight or a limit.

Go: api/types/blkiodev/blkio.go
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from engine.golang.struct_tags import Uint16, Uint64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class WeightDevice:
    """A device and its share of the time, 10 to 1000.

    Go: WeightDevice
    """

    GO_NAME: ClassVar[str] = "blkiodev.WeightDevice"

    path: str = field(default="", metadata=tag("Path"))
    weight: Uint16 = field(default=0, metadata=tag("Weight"))


@struct(slots=True, kw_only=True)
class ThrottleDevice:
    """A device and its limit, in bytes or operations per second.

    Go: ThrottleDevice
    """

    GO_NAME: ClassVar[str] = "blkiodev.ThrottleDevice"

    path: str = field(default="", metadata=tag("Path"))
    rate: Uint64 = field(default=0, metadata=tag("Rate"))
