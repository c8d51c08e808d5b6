"""Throttled and weighted devices, and limits: three small list types."""

from __future__ import annotations

import pytest

from cli import opts
from engine.api.types.blkiodev import ThrottleDevice, WeightDevice
from engine.golang.errors import GoError

BPS = (
    "invalid rate for device: {}. The correct format is <device-path>:<number>[<unit>]. "
    "Number must be a positive integer. Unit is optional and can be kb, mb, or gb"
)
IOPS = (
    "invalid rate for device: {}. The correct format is <device-path>:<number>. "
    "Number must be a positive integer"
)


def test_a_rate_in_bytes_has_a_unit_and_one_in_operations_none() -> None:
    assert opts.validate_throttle_bps_device("/dev/a:1mb") == ThrottleDevice(
        path="/dev/a", rate=1 << 20
    )
    assert opts.validate_throttle_iops_device("/dev/a:10") == ThrottleDevice(path="/dev/a", rate=10)


@pytest.mark.parametrize("text", ["/dev/a:x", "/dev/a:-1", "/dev/a:", "/dev/a:8388608t"])
def test_a_rate_is_no_negative_number(text: str) -> None:
    with pytest.raises(GoError) as bps:
        opts.validate_throttle_bps_device(text)
    with pytest.raises(GoError) as iops:
        opts.validate_throttle_iops_device(text)

    assert str(bps.value) == BPS.format(text)
    assert str(iops.value) == IOPS.format(text)


@pytest.mark.parametrize("weight", [0, 10, 1000])
def test_a_weight_is_zero_or_from_10_to_1000(weight: int) -> None:
    device = opts.validate_weight_device(f"/dev/a:{weight}")

    assert device == WeightDevice(path="/dev/a", weight=weight)


@pytest.mark.parametrize("weight", ["9", "1001", "-1", "x", ""])
def test_refuses_other_weights(weight: str) -> None:
    with pytest.raises(GoError) as caught:
        opts.validate_weight_device(f"/dev/a:{weight}")

    assert str(caught.value) == f"invalid weight for device: /dev/a:{weight}"


def test_a_device_lies_below_dev_and_has_a_value() -> None:
    with pytest.raises(GoError, match="bad format: /dev/a"):
        opts.validate_weight_device("/dev/a")
    with pytest.raises(GoError, match="bad format for device path: /x:1"):
        opts.validate_throttle_bps_device("/x:1")


def test_lists_show_themselves_as_go_does() -> None:
    throttled = opts.ThrottledeviceOpt(opts.validate_throttle_bps_device)
    weighted = opts.WeightdeviceOpt(opts.validate_weight_device)
    limits = opts.UlimitOpt()
    assert [opt.string() for opt in (throttled, weighted, limits)] == ["[]", "[]", "[]"]

    throttled.set("/dev/a:1k")
    weighted.set("/dev/a:10")
    for limit in ("nofile=1:2", "core=3", "nofile=4"):
        limits.set(limit)

    assert throttled.string() == "[/dev/a:1024]"
    assert weighted.string() == "[/dev/a:10]"
    assert limits.string() == "[core=3:3 nofile=4:4]"
    assert [opt.type() for opt in (throttled, weighted, limits)] == ["list", "list", "ulimit"]


def test_only_the_empty_list_of_weights_is_not_null() -> None:
    assert opts.ThrottledeviceOpt(opts.validate_throttle_bps_device).get_list() is None
    assert opts.UlimitOpt().get_list() is None
    assert opts.WeightdeviceOpt(opts.validate_weight_device).get_list() == []


def test_limits_are_listed_by_name() -> None:
    limits = opts.UlimitOpt()

    for limit in ("nofile=1", "core=1"):
        limits.set(limit)

    assert [limit.name for limit in limits.get_list() or () if limit] == ["core", "nofile"]
