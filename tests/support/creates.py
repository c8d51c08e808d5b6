"""Containers to create from the demo image, with one or all of what a create can be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """A create, and the named volumes that it makes, which stay as with dockerd."""

    body: Mapping[str, Any]
    named: tuple[str, ...] = ()


def _host(**config: Any) -> dict[str, Any]:
    return {"HostConfig": config}


_MOUNTS = [
    {"Type": "volume", "Target": "/etc"},
    {"Type": "volume", "Source": "kept", "Target": "/srv", "VolumeOptions": {"Labels": {"a": "b"}}},
    {"Type": "bind", "Source": "/usr/share", "Target": "/mnt/share"},
    {"Type": "tmpfs", "Target": "/run"},
]
# The demo image has a volume with content at /data.
PLAIN = Case({})
EVERYTHING = Case(
    {
        "WorkingDir": "/home/work/today",
        "Volumes": {"/usr": {}, "/new": {}},
        "HostConfig": {
            "Binds": ["notes:/root", "/usr/share:/mnt/host:ro", "/anonymous"],
            "Tmpfs": {"/tmp": "size=16m"},
            "Mounts": _MOUNTS,
            "VolumesFrom": ["other"],
            "Links": ["other:friend"],
        },
        "NetworkingConfig": {"EndpointsConfig": {"bridge": {"Aliases": ["me"]}}},
    },
    ("notes", "kept"),
)
# Fewer, but with volumes of every kind.
VOLUMES = Case(
    {
        "WorkingDir": "/home/work/today",
        "HostConfig": {"Binds": ["notes:/root", "/anonymous"], "Mounts": _MOUNTS},
    },
    ("notes", "kept"),
)
SINGLE = {
    "working-directory": Case({"WorkingDir": "/srv/work/today"}),
    "named-volume": Case(_host(Binds=["notes:/data"]), ("notes",)),
    "bind": Case(_host(Binds=["/usr/share:/mnt/host:ro"])),
    "tmpfs": Case(_host(Tmpfs={"/tmp": "size=16m"})),
    "mount": Case(_host(Mounts=_MOUNTS), ("kept",)),
    "volumes-from": Case(_host(VolumesFrom=["other:ro"])),
    "endpoint": Case(
        {
            "HostConfig": {"NetworkMode": "backbone"},
            "NetworkingConfig": {"EndpointsConfig": {"backbone": {"Aliases": ["me"]}}},
        }
    ),
    "link": Case(_host(Links=["other:friend"])),
}
