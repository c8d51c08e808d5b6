"""The meeting of a volume and a container.

Go: volume/mounts/mounts.go
"""

from __future__ import annotations

from dataclasses import field

from engine.api.types.mount.mount import Mount, Propagation, Type
from engine.golang.errors import GoError
from engine.golang.struct_tags import tag
from engine.golang.structs import struct
from engine.volume.volume import Volume


@struct(slots=True, kw_only=True)
class MountPoint:
    """What is mounted, and where in the container. Kept in ``config.v2.json``.

    ``mode`` is the third part of a ``-v`` text; on disk its key is ``Relabel``, its first use.
    ``id`` is what the volume's driver was told at a mount; empty when it is not mounted.
    ``spec`` is what the user asked for. ``volume`` and ``copy_data`` are not stored: the daemon
    looks the volume up again at its start, and copies only when the container is made.

    Mounting itself happens when a container starts, which is not part of this engine; so Go's
    ``Setup`` and ``Cleanup`` are left out.

    Go: MountPoint
    """

    source: str = field(default="", metadata=tag("Source"))
    destination: str = field(default="", metadata=tag("Destination"))
    rw: bool = field(default=False, metadata=tag("RW"))
    name: str = field(default="", metadata=tag("Name"))
    driver: str = field(default="", metadata=tag("Driver"))
    type: Type = field(default=Type(), metadata=tag("Type", omitempty=True))
    volume: Volume | None = None
    mode: str = field(default="", metadata=tag("Relabel", omitempty=True))
    propagation: Propagation = field(
        default=Propagation(), metadata=tag("Propagation", omitempty=True)
    )
    copy_data: bool = False
    id: str = field(default="", metadata=tag("ID", omitempty=True))
    spec: Mount = field(default_factory=Mount, metadata=tag("Spec"))
    skip_mountpoint_creation: bool = field(default=False, metadata=tag("SkipMountpointCreation"))

    def path(self) -> str:
        """Return the directory on the host: the volume's if there is one.

        Go: MountPoint.Path
        """
        return self.source if self.volume is None else self.volume.path()


def err_invalid_mode(mode: str) -> GoError:
    """Return the error for a mode with a word too many or an unknown one.

    Go: errInvalidMode
    """
    return GoError(f"invalid mode: {mode}")


def err_invalid_spec(spec: str) -> GoError:
    """Return the error for a ``-v`` text that has not the shape of one.

    Go: errInvalidSpec
    """
    return GoError(f"invalid volume specification: '{spec}'")
