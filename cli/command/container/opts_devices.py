"""``--device host[:container][:rwm]``.

Split from opts.go. Devices are checked late, as it takes an answer of the daemon to know whether
they are Linux's or Windows'.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from engine.api.types.container.host_config import DeviceMapping
from engine.golang import filepath
from engine.golang.errors import GoError


def parse_device(device: str, server_os: str) -> DeviceMapping:
    """Return the mapping that a checked ``device`` means for the daemon's system.

    Raises:
        GoError: nobody knows the daemon's system.

    Go: parseDevice
    """
    match server_os:
        case "linux":
            return parse_linux_device(device)
        case "windows":
            return DeviceMapping(path_on_host=device)
        case _:
            raise GoError(f"unknown server OS: {server_os}")


def parse_linux_device(device: str) -> DeviceMapping:
    """Return the mapping; the container sees the device where the host has it, unless told.

    Raises:
        GoError: there are more than two colons.

    Go: parseLinuxDevice
    """
    parts = device.split(":")
    if len(parts) > 3:
        raise GoError(f"invalid device specification: {device}")
    inside, permissions = "", "rwm"
    if len(parts) == 3:
        permissions = parts[2]
    if len(parts) > 1 and valid_device_mode(parts[1]):
        permissions = parts[1]
    elif len(parts) > 1:
        inside = parts[1]
    return DeviceMapping(
        path_on_host=parts[0],
        path_in_container=inside or parts[0],
        cgroup_permissions=permissions,
    )


def valid_device_mode(mode: str) -> bool:
    """Tell whether ``mode`` is made of r, w and m, each at most once.

    Go: validDeviceMode
    """
    return mode != "" and set(mode) <= set("rwm") and len(set(mode)) == len(mode)


def validate_device(val: str, server_os: str) -> str:
    """Return ``val`` with cleaned paths; Windows daemons do their own checking.

    Raises:
        GoError: it is malformed, or nobody knows the daemon's system.

    Go: validateDevice
    """
    match server_os:
        case "linux":
            return validate_linux_path(val, valid_device_mode)
        case "windows":
            return val
        case _:
            raise GoError(f"unknown server OS: {server_os}")


def validate_linux_path(val: str, validator: Callable[[str], bool]) -> str:
    """Return ``host[:container][:mode]`` with the last path cleaned, unless all three are given.

    Raises:
        GoError: too many colons, no path, a path that is not absolute, or a bad mode.

    Go: validateLinuxPath
    """
    parts = val.split(":")
    if len(parts) > 3 or not parts[0]:
        raise GoError(f"bad format for path: {val}")
    container_path = parts[0]
    if len(parts) == 1:
        val = filepath.clean(container_path)
    elif len(parts) == 2 and validator(parts[1]):
        val = f"{filepath.clean(container_path)}:{parts[1]}"
    elif len(parts) == 2:
        container_path = parts[1]
        val = f"{parts[0]}:{filepath.clean(container_path)}"
    else:
        container_path = parts[1]
        if not validator(parts[2]):
            raise GoError(f"bad mode specified: {parts[2]}")
    if not posixpath.isabs(container_path):
        raise GoError(f"{container_path} is not an absolute path")
    return val
