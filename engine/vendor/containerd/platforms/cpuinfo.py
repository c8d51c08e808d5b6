"""Which ARM this is.

Go: vendor/github.com/containerd/containerd/platforms/cpuinfo.go
"""

from __future__ import annotations

from functools import cache

from engine.vendor.containerd.platforms.database import goarch

_VARIANTS = {
    "v7": ("7", "7m", "?(12)", "?(13)", "?(14)", "?(15)", "?(16)", "?(17)"),
    "v6": ("6", "6tej"),
    "v5": ("5", "5t", "5te", "5tej"),
    "v4": ("4", "4t"),
    "v3": ("3",),
}


@cache
def cpu_variant() -> str:
    """Return ``v7``, ``v8``, … on ARM, empty text on every other processor.

    Go: cpuVariant
    """
    arch = goarch()
    if arch not in ("arm", "arm64"):
        return ""
    try:
        with open("/proc/cpuinfo", errors="replace") as file:
            cpuinfo = file.read()
    except OSError:
        return ""
    return _cpu_variant(arch, cpuinfo)


def _cpu_variant(arch: str, cpuinfo: str) -> str:
    """Return the variant that the first core claims.

    Go: getCPUVariant
    """
    variant = _field(cpuinfo, "cpu architecture")
    if not variant:
        return ""
    # A Raspberry Pi with an ARMv6 tells the kernel's 7.
    model = _field(cpuinfo, "model name")
    if arch == "arm" and variant == "7" and model.startswith("armv6-compatible"):
        variant = "6"
    if variant in ("8", "aarch64"):
        return "v7" if arch == "arm" else "v8"
    return next((name for name, texts in _VARIANTS.items() if variant in texts), "unknown")


def _field(cpuinfo: str, wanted: str) -> str:
    for line in cpuinfo.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == wanted:
            return value.partition(":")[0].strip().lower()
    return ""
