"""What a local volume may be told: mount a device, and how.

Go: volume/local/local_unix.go
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from engine import errdefs
from engine.golang import errors, filepath, strconv
from engine.golang.errors import GoError
from engine.golang.lookup import no_such_host
from engine.golang.struct_tags import tag
from engine.golang.structs import struct
from engine.quota.types import Quota
from engine.vendor.docker.go_units import size as units
from engine.vendor.moby.sys import mount

if TYPE_CHECKING:
    from engine.volume.local.volume import LocalVolume

VOLUMES_PATH_NAME = "volumes"
_OLD_VFS_DIR = filepath.join("vfs", "dir")

_VALID_OPTS = frozenset(("type", "o", "device", "size"))
_MANDATORY_OPTS = {"device": ("type",), "type": ("device",), "o": ("device", "type")}


@struct(slots=True, kw_only=True)
class OptsConfig:
    """The options of one volume, as ``opts.json`` keeps them.

    Go: optsConfig
    """

    mount_type: str = field(default="", metadata=tag("MountType"))
    mount_opts: str = field(default="", metadata=tag("MountOpts"))
    mount_device: str = field(default="", metadata=tag("MountDevice"))
    quota: Quota = field(default_factory=Quota, metadata=tag("Quota"))


def scoped_path(scope: str, real_path: str) -> bool:
    """Say whether a volume's directory is where volumes are, below the data root ``scope``.

    Go: Root.scopedPath
    """
    volumes = filepath.join(scope, VOLUMES_PATH_NAME)
    if real_path.startswith(volumes) and real_path != volumes:
        return True
    return real_path.startswith(filepath.join(scope, _OLD_VFS_DIR))


def set_opts(volume: LocalVolume, opts: Mapping[str, str]) -> None:
    """Tell a volume its options.

    Raises:
        InvalidParameter: an option is unknown or misses another, or asks for a quota.
        GoError: the size is none.

    Go: setOpts
    """
    validate_opts(opts)
    volume.opts = OptsConfig(
        mount_type=opts.get("type", ""),
        mount_opts=opts.get("o", ""),
        mount_device=opts.get("device", ""),
    )
    if "size" in opts and units.ram_in_bytes(opts["size"]) > 0:
        raise errdefs.InvalidParameter("quota size requested but no quota support")


def validate_opts(opts: Mapping[str, str]) -> None:
    """Check that each option is known and has the others it needs.

    Raises:
        InvalidParameter: one is not, or has not.

    Go: validateOpts
    """
    for option in opts:
        if option not in _VALID_OPTS:
            raise errdefs.InvalidParameter(f"invalid option: {strconv.quote(option)}")
    for option, required in _MANDATORY_OPTS.items():
        if option not in opts:
            continue
        for other in required:
            if other not in opts:
                raise errdefs.InvalidParameter(f"missing required option: {strconv.quote(other)}")


def unmount(path: str) -> None:
    """Unmount what an engine that died may have left mounted; failures do not matter.

    Go: unmount
    """
    try:
        mount.unmount(path)
    except (OSError, GoError):
        return


def mount_volume(opts: OptsConfig, path: str) -> None:
    """Mount a volume's device on its directory ``path``.

    Raises:
        GoError: the device is missing, its address unknown, or the kernel refused.

    Go: localVolume.mount
    """
    if not opts.mount_device:
        raise GoError("missing device in volume options")
    mount_opts = opts.mount_opts
    if opts.mount_type in ("nfs", "cifs"):
        mount_opts = _resolve_address(mount_opts)
    try:
        mount.mount(opts.mount_device, path, opts.mount_type, mount_opts)
    except (OSError, GoError) as error:
        raise errors.wrap(error, "failed to mount local volume") from error


def _resolve_address(mount_opts: str) -> str:
    """Put an IP address for the host name in ``addr=``: the kernel knows no names."""
    address = get_address(mount_opts)
    if not address or _is_ipv4(address):
        return mount_opts
    try:
        found = socket.getaddrinfo(address, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise GoError(
            f"error resolving passed in network volume address: {no_such_host(address)}"
        ) from error
    # Of several addresses an IPv4 one is taken, as in Go's net.ResolveIPAddr.
    *_, (ip, *_) = min(found, key=lambda info: info[0] != socket.AF_INET)
    return mount_opts.replace(f"addr={address}", f"addr={ip}", 1)


def _is_ipv4(address: str) -> bool:
    try:
        ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return True


def get_address(opts: str) -> str:
    """Return what ``addr=`` says in mount options, or nothing.

    Go: local.go getAddress
    """
    for option in opts.split(","):
        if option.startswith("addr="):
            return option.removeprefix("addr=")
    return ""
