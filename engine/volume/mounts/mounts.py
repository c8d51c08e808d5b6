"""The meeting of a volume and a container.

Go: volume/mounts/mounts.go
"""

from __future__ import annotations

import errno
from dataclasses import field

from engine.api.types.mount.mount import TYPE_BIND, Mount, Propagation, Type
from engine.golang.errors import GoError, wrap
from engine.golang.struct_tags import tag
from engine.golang.structs import struct
from engine.pkg.idtools import Identity, mkdir_all_and_chown_new
from engine.pkg.stringid.stringid import generate_random_id
from engine.vendor.opencontainers.selinux import label
from engine.volume.volume import Volume


@struct(slots=True, kw_only=True)
class MountPoint:
    """What is mounted, and where in the container. Kept in ``config.v2.json``.

    ``mode`` is the third part of a ``-v`` text; on disk its key is ``Relabel``, its first use.
    ``id`` is what the volume's driver was told at a mount; empty when it is not mounted.
    ``spec`` is what the user asked for. ``volume`` and ``copy_data`` are not stored: the daemon
    looks the volume up again at its start, and copies only when the container is made.

    Mounting happens only while something is copied into the container or out of it, for nothing
    is started here; ``active`` counts how often it has happened.

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
    active: int = 0

    def setup(self, mount_label: str, root_ids: Identity) -> str:
        """Make what is to be mounted available, and return its directory or file.

        A volume is mounted; the source of a bind is made if it is missing (0755, ``root_ids``').

        Raises:
            GoError: there is neither, or the volume cannot be mounted.
            OSError: the source cannot be made.

        Go: MountPoint.Setup
        """
        if self.skip_mountpoint_creation:
            return self.source
        if self.volume is None:
            path = self._set_up_bind(root_ids)
        else:
            path = self._set_up_volume(self.volume)
        label.relabel(path, mount_label, "z" in self.mode)
        return path

    def _set_up_volume(self, volume: Volume) -> str:
        id = self.id or generate_random_id()
        try:
            path = volume.mount(id)
        except Exception as error:
            raise wrap(error, f"error while mounting volume '{self.source}'") from error
        self.id = id
        self.active += 1
        return path

    def _set_up_bind(self, root_ids: Identity) -> str:
        if not self.source:
            raise GoError("Unable to setup mount point, neither source nor volume defined")
        if self.type == TYPE_BIND:
            try:
                mkdir_all_and_chown_new(self.source, 0o755, root_ids)
            except OSError as error:
                if error.errno == errno.ENOTDIR:  # a file, which can be mounted as well
                    return self.source
                what = f"error while creating mount source path '{self.source}'"
                raise wrap(error, what) from error
        return self.source

    def cleanup(self) -> None:
        """Take back one `setup`.

        Raises:
            GoError: the volume could not be unmounted.

        Go: MountPoint.Cleanup
        """
        if self.volume is None or not self.id:
            return
        try:
            self.volume.unmount(self.id)
        except Exception as error:
            raise wrap(error, f"error unmounting volume {self.volume.name()}") from error
        self.active -= 1
        if self.active == 0:
            self.id = ""

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
