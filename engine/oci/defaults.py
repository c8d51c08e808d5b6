"""The part of the default runtime specification that a create reads.

The rest of Go's specification (mounts, devices, namespaces) is made when a container starts.

Go: oci/defaults.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.structs import struct
from engine.oci import caps


@struct(slots=True)
class LinuxSpec:
    """What the kernel shows and hides inside a container.

    Go: vendor/github.com/opencontainers/runtime-spec/specs-go/config.go Linux
    """

    masked_paths: list[str] = field(default_factory=list)
    readonly_paths: list[str] = field(default_factory=list)


@struct(slots=True)
class Spec:
    """A runtime specification.

    Go: vendor/github.com/opencontainers/runtime-spec/specs-go/config.go Spec
    """

    linux: LinuxSpec
    capabilities: list[str]


def default_spec() -> Spec:
    """Return the specification for this platform, new at every call.

    Go: DefaultSpec
    """
    return default_linux_spec()


def default_linux_spec() -> Spec:
    """Return what a Linux container gets unless told otherwise.

    Masked paths tell about the host or reach its hardware; read-only ones are knobs of the
    kernel that all containers share.

    Go: DefaultLinuxSpec
    """
    return Spec(
        linux=LinuxSpec(
            masked_paths=[
                "/proc/asound",
                "/proc/acpi",
                "/proc/kcore",
                "/proc/keys",
                "/proc/latency_stats",
                "/proc/timer_list",
                "/proc/timer_stats",
                "/proc/sched_debug",
                "/proc/scsi",
                "/sys/firmware",
            ],
            readonly_paths=[
                "/proc/bus",
                "/proc/fs",
                "/proc/irq",
                "/proc/sys",
                "/proc/sysrq-trigger",
            ],
        ),
        capabilities=caps.default_capabilities(),
    )
