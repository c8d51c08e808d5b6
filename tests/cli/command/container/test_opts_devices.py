from __future__ import annotations

import pytest

from cli.command.container.opts_devices import (
    parse_device,
    parse_linux_device,
    valid_device_mode,
    validate_device,
    validate_linux_path,
)
from engine.api.types.container.host_config import DeviceMapping
from engine.golang.errors import GoError


@pytest.mark.parametrize(
    ("device", "inside", "mode"),
    [
        ("/dev/a", "/dev/a", "rwm"),
        ("/dev/a:rw", "/dev/a", "rw"),
        ("/dev/a:/dev/b", "/dev/b", "rwm"),
        ("/dev/a:/dev/b:m", "/dev/b", "m"),
        ("/dev/a:r:w", "/dev/a", "r"),
    ],
)
def test_a_device_keeps_its_path_and_may_be_used_fully_unless_told(
    device: str, inside: str, mode: str
) -> None:
    assert parse_linux_device(device) == DeviceMapping(
        path_on_host="/dev/a", path_in_container=inside, cgroup_permissions=mode
    )


def test_four_parts_are_one_too_many() -> None:
    with pytest.raises(GoError, match="invalid device specification: a:b:c:d"):
        parse_linux_device("a:b:c:d")


def test_windows_devices_are_the_daemons_business() -> None:
    assert validate_device("a:b:c:d", "windows") == "a:b:c:d"
    assert parse_device("a:b:c:d", "windows") == DeviceMapping(path_on_host="a:b:c:d")


@pytest.mark.parametrize("server_os", ["", "plan9"])
def test_no_device_is_understood_without_knowing_the_system(server_os: str) -> None:
    for step in (validate_device, parse_device):
        with pytest.raises(GoError) as caught:
            step("/dev/a", server_os)

        assert str(caught.value) == f"unknown server OS: {server_os}"


@pytest.mark.parametrize(
    ("val", "cleaned"),
    [
        ("/dev//a/", "/dev/a"),
        ("/dev//a:r", "/dev/a:r"),
        ("dev//a:/dev//b", "dev//a:/dev/b"),
        ("/dev//a:/dev//b:r", "/dev//a:/dev//b:r"),
    ],
)
def test_only_the_last_path_is_cleaned_and_only_without_all_three_parts(
    val: str, cleaned: str
) -> None:
    assert validate_linux_path(val, valid_device_mode) == cleaned


def test_a_mode_is_made_of_three_letters_once_each() -> None:
    assert [mode for mode in ("r", "mwr", "", "rr", "rx", "R") if valid_device_mode(mode)] == [
        "r",
        "mwr",
    ]
