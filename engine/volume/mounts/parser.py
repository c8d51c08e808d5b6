"""Reads what users write about mounts.

Go: volume/mounts/parser.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.api.types.mount.mount import Mount, Propagation, TmpfsOptions
from engine.golang.errors import GoError

if TYPE_CHECKING:
    from engine.volume.mounts.mounts import MountPoint

OS_LINUX = "linux"
OS_WINDOWS = "windows"


def err_volume_target_is_root() -> GoError:
    """Return the error for a mount over the whole container.

    Go: ErrVolumeTargetIsRoot
    """
    return GoError("invalid specification: destination can't be '/'")


class Parser(Protocol):
    """The rules of one operating system.

    Go: Parser
    """

    def parse_mount_raw(self, raw: str, volume_driver: str) -> MountPoint:
        """Read ``-v``'s text."""

    def parse_mount_spec(self, cfg: Mount) -> MountPoint:
        """Read ``--mount``'s object."""

    def parse_volumes_from(self, spec: str) -> tuple[str, str]:
        """Read ``--volumes-from``'s text into a container and a mode."""

    def default_propagation_mode(self) -> Propagation:
        """Return how mounts pass when the user did not say."""

    def convert_tmpfs_options(self, opt: TmpfsOptions | None, read_only: bool) -> str:
        """Return mount options for a tmpfs."""

    def default_copy_mode(self) -> bool:
        """Say whether new volumes are filled when the user did not say."""

    def validate_volume_name(self, name: str) -> None:
        """Refuse a name that the host's file system could not bear."""

    def read_write(self, mode: str) -> bool:
        """Say whether a mode lets the container write."""

    def is_backward_compatible(self, mount_point: MountPoint) -> bool:
        """Say whether the mount could have been made before there were drivers."""

    def has_resource(self, mount_point: MountPoint, abs_path: str) -> bool:
        """Say whether a path lies within the mount."""

    def validate_tmpfs_mount_destination(self, dest: str) -> None:
        """Refuse a ``--tmpfs`` path that cannot be."""

    def validate_mount_config(self, mount: Mount) -> None:
        """Refuse a ``--mount`` that cannot be."""


def new_parser(container_os: str) -> Parser:
    """Return the parser for containers of an operating system.

    Only Linux is known here, whatever is asked for.

    Go: NewParser
    """
    from engine.volume.mounts.linux_parser import LinuxParser

    return LinuxParser()
