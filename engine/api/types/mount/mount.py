"""What ``--mount`` asks for.

Go: api/types/mount/mount.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import FileMode, Int64, tag
from engine.golang.structs import struct


class Type(str):
    """What kind of thing is mounted.

    Go: Type
    """

    __slots__ = ()


class Propagation(str):
    """How later mounts pass between the host and the container.

    Go: Propagation
    """

    __slots__ = ()


class Consistency(str):
    """How closely both sides must agree; Docker Desktop looks at it, Linux does not.

    Go: Consistency
    """

    __slots__ = ()


TYPE_BIND = Type("bind")
TYPE_VOLUME = Type("volume")
TYPE_TMPFS = Type("tmpfs")
TYPE_NAMED_PIPE = Type("npipe")

PROPAGATION_RPRIVATE = Propagation("rprivate")
PROPAGATION_PRIVATE = Propagation("private")
PROPAGATION_RSHARED = Propagation("rshared")
PROPAGATION_SHARED = Propagation("shared")
PROPAGATION_RSLAVE = Propagation("rslave")
PROPAGATION_SLAVE = Propagation("slave")
PROPAGATIONS = (
    PROPAGATION_RPRIVATE,
    PROPAGATION_PRIVATE,
    PROPAGATION_RSHARED,
    PROPAGATION_SHARED,
    PROPAGATION_RSLAVE,
    PROPAGATION_SLAVE,
)

CONSISTENCY_FULL = Consistency("consistent")
CONSISTENCY_CACHED = Consistency("cached")
CONSISTENCY_DELEGATED = Consistency("delegated")
CONSISTENCY_DEFAULT = Consistency("default")


@struct(slots=True, kw_only=True)
class BindOptions:
    """What only a bind can be told.

    Go: BindOptions
    """

    propagation: Propagation = field(
        default=Propagation(), metadata=tag("Propagation", omitempty=True)
    )
    non_recursive: bool = field(default=False, metadata=tag("NonRecursive", omitempty=True))


@struct(slots=True, kw_only=True)
class Driver:
    """A volume driver and what to tell it.

    Go: Driver
    """

    name: str = field(default="", metadata=tag("Name", omitempty=True))
    options: dict[str, str] | None = field(default=None, metadata=tag("Options", omitempty=True))


@struct(slots=True, kw_only=True)
class VolumeOptions:
    """What only a volume can be told.

    Go: VolumeOptions
    """

    no_copy: bool = field(default=False, metadata=tag("NoCopy", omitempty=True))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels", omitempty=True))
    driver_config: Driver | None = field(default=None, metadata=tag("DriverConfig", omitempty=True))


@struct(slots=True, kw_only=True)
class TmpfsOptions:
    """What only a tmpfs can be told: its size, and the mode of its root.

    Go: TmpfsOptions
    """

    size_bytes: Int64 = field(default=0, metadata=tag("SizeBytes", omitempty=True))
    mode: FileMode = field(default=0, metadata=tag("Mode", omitempty=True))


@struct(slots=True, kw_only=True)
class Mount:
    """One ``--mount``.

    Go: Mount
    """

    type: Type = field(default=Type(), metadata=tag("Type", omitempty=True))
    source: str = field(default="", metadata=tag("Source", omitempty=True))
    target: str = field(default="", metadata=tag("Target", omitempty=True))
    read_only: bool = field(default=False, metadata=tag("ReadOnly", omitempty=True))
    consistency: Consistency = field(
        default=Consistency(), metadata=tag("Consistency", omitempty=True)
    )
    bind_options: BindOptions | None = field(
        default=None, metadata=tag("BindOptions", omitempty=True)
    )
    volume_options: VolumeOptions | None = field(
        default=None, metadata=tag("VolumeOptions", omitempty=True)
    )
    tmpfs_options: TmpfsOptions | None = field(
        default=None, metadata=tag("TmpfsOptions", omitempty=True)
    )
