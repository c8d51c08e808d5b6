"""Limits: each valid, at its bound, and wrong; and what this host answers to them."""

from __future__ import annotations

from typing import Any

from tests.differential.cases.build import FIXED_LATER, host
from tests.differential.harness import Case

_MIB6 = 6291456
_DEVICE = "/dev/null"

_FIELDS: dict[str, list[tuple[str, Any]]] = {
    "CpuShares": [("some", 512), ("zero", 0), ("one", 1), ("huge", 999999), ("negative", -1)],
    "Memory": [
        ("at the bound", _MIB6), ("below", _MIB6 - 1), ("one", 1), ("negative", -1), ("huge", 2**62),
        ("zero", 0), ("more than the host has", 2**50),
    ],
    "NanoCpus": [
        ("one", 10**9), ("hundredth", 10**7), ("less", 10**6), ("negative", -1), ("too many", 10**12),
    ],
    "CgroupParent": [("plain", "/a"), ("relative", "a/b"), ("dots", "../../x"), ("slice", "x.slice")],
    "BlkioWeight": [("lowest", 10), ("highest", 1000), ("below", 9), ("above", 1001), ("zero", 0),
                    ("out of range", 70000), ("negative", -1)],
    "BlkioWeightDevice": [
        ("plain", [{"Path": _DEVICE, "Weight": 100}]), ("empty", []), ("missing", [{"Path": "/no", "Weight": 1}]),
        ("null entry", [None]),
    ],
    **{
        field: [("plain", [{"Path": _DEVICE, "Rate": 1024}]), ("missing", [{"Path": "/no", "Rate": 1}]),
                ("negative", [{"Path": _DEVICE, "Rate": -1}])]
        for field in ("BlkioDeviceReadBps", "BlkioDeviceWriteBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteIOps")
    },
    "CpuPeriod": [("lowest", 1000), ("below", 999), ("highest", 1000000), ("above", 1000001), ("negative", -1), ("zero", 0)],
    "CpuQuota": [("lowest", 1000), ("below", 999), ("zero", 0), ("negative", -1), ("huge", 2**40)],
    "CpuRealtimePeriod": [("some", 1000000), ("zero", 0), ("negative", -1)],
    "CpuRealtimeRuntime": [("some", 950000), ("zero", 0), ("negative", -1)],
    "CpusetCpus": [
        ("first", "0"), ("range", "0-1"), ("list", "0,1"), ("missing", "500"), ("beyond", "9999"), ("word", "a"),
        ("backwards", "1-0"), ("empty item", "0,,1"), ("spaces", "0, 1"), ("negative", "-1"), ("open", "0-"),
        ("newline", "0\n"), ("at most", "8192"), ("two dashes", "0-1-2"), ("comma", ","), ("huge", "9" * 30),
    ],
    "CpusetMems": [("first", "0"), ("missing", "50"), ("word", "x"), ("beyond", "9999"), ("range", "0-1")],
    "KernelMemory": [("at the bound", _MIB6), ("zero", 0), ("negative", -1), ("large", 2**40)],
    "KernelMemoryTCP": [("some", _MIB6), ("zero", 0), ("negative", -1)],
    "MemoryReservation": [("at the bound", _MIB6), ("below", _MIB6 - 1), ("zero", 0), ("negative", -1)],
    "MemorySwap": [("unlimited", -1), ("without memory", _MIB6), ("zero", 0), ("other negative", -2)],
    "MemorySwappiness": [("none", -1), ("zero", 0), ("hundred", 100), ("above", 101), ("below", -2), ("null", None)],
    "OomKillDisable": [("true", True), ("false", False), ("null", None)],
    "PidsLimit": [("some", 10), ("zero", 0), ("unlimited", -1), ("other negative", -2), ("null", None)],
    "CpuCount": [("some", 1)],
    "CpuPercent": [("some", 10), ("negative", -1)],
    "IOMaximumIOps": [("some", 1), ("zero", 0)],
    "IOMaximumBandwidth": [("some", 1), ("zero", 0)],
    "Devices": [
        ("plain", [{"PathOnHost": _DEVICE, "PathInContainer": "/dev/x", "CgroupPermissions": "rwm"}]),
        ("missing", [{"PathOnHost": "/dev/nosuch", "PathInContainer": "/dev/x", "CgroupPermissions": "rwm"}]),
        ("odd permissions", [{"PathOnHost": _DEVICE, "PathInContainer": "x", "CgroupPermissions": "zzz"}]),
        ("empty", []), ("null", None), ("empty entry", [{}]),
    ],
    "DeviceCgroupRules": [("plain", ["c 1:3 rwm"]), ("nonsense", ["foo"]), ("empty", [""])],
    "DeviceRequests": [
        ("gpu", [{"Driver": "", "Count": -1, "DeviceIDs": None, "Capabilities": [["gpu"]], "Options": {}}]),
        ("count and ids", [{"Count": 1, "DeviceIDs": ["a"]}]), ("unknown driver", [{"Driver": "foo"}]), ("empty", []),
    ],
    "Ulimits": [
        ("plain", [{"Name": "nofile", "Soft": 1024, "Hard": 2048}]), ("unknown", [{"Name": "foo", "Soft": 1, "Hard": 1}]),
        ("soft above hard", [{"Name": "nofile", "Soft": 2, "Hard": 1}]), ("unlimited", [{"Name": "core", "Soft": -1, "Hard": -1}]),
        ("twice", [{"Name": "core", "Soft": 1, "Hard": 1}, {"Name": "core", "Soft": 2, "Hard": 2}]),
    ],
}  # fmt: skip

_TOGETHER: dict[str, dict[str, Any]] = {
    "memory and swap": {"Memory": 2 * _MIB6, "MemorySwap": 3 * _MIB6},
    "swap equal to memory": {"Memory": _MIB6, "MemorySwap": _MIB6},
    "swap below memory": {"Memory": 2 * _MIB6, "MemorySwap": _MIB6},
    "swap unlimited": {"Memory": _MIB6, "MemorySwap": -1},
    "swap doubled": {"Memory": _MIB6, "MemorySwap": 0},
    "reservation below memory": {"Memory": 2 * _MIB6, "MemoryReservation": _MIB6},
    "reservation above memory": {"Memory": _MIB6, "MemoryReservation": 2 * _MIB6},
    "swappiness with memory": {"Memory": _MIB6, "MemorySwappiness": 60},
    "oom killer off with memory": {"Memory": _MIB6, "OomKillDisable": True},
    "kernel memory with memory": {"Memory": 2 * _MIB6, "KernelMemory": _MIB6},
    "cpus and period": {"NanoCpus": 10**9, "CpuPeriod": 1000},
    "cpus and quota": {"NanoCpus": 10**9, "CpuQuota": 1000},
    "cpus and negative quota": {"NanoCpus": 10**9, "CpuQuota": -1},
    "period and quota": {"CpuPeriod": 100000, "CpuQuota": 50000},
    "realtime runtime above period": {"CpuRealtimePeriod": 1000, "CpuRealtimeRuntime": 2000},
    "realtime runtime equal to period": {"CpuRealtimePeriod": 1000, "CpuRealtimeRuntime": 1000},
    "realtime both": {"CpuRealtimePeriod": 2000, "CpuRealtimeRuntime": 1000},
    "realtime runtime without period": {"CpuRealtimeRuntime": 1000},
    "both sets": {"CpusetCpus": "0", "CpusetMems": "0"},
    "all warnings": {
        "KernelMemory": _MIB6, "OomKillDisable": True, "CpuPercent": 5, "BlkioWeight": 100,
        "BlkioWeightDevice": [{"Path": _DEVICE, "Weight": 100}],
    },
}  # fmt: skip


def _cases() -> list[Case]:
    single = [
        host(f"{field} {name}", **{field: value})
        for field, values in _FIELDS.items()
        for name, value in values
    ]
    return single + [host(name, **fields) for name, fields in _TOGETHER.items()]


TITLE = "Resources and devices, and their warnings on this host"
CASES = [
    *_cases(),
    host("KernelMemory below the bound", known=FIXED_LATER, KernelMemory=_MIB6 - 1),
]
