"""Names of operating systems and processors, and their other spellings.

Go: vendor/github.com/containerd/containerd/platforms/database.go
"""

from __future__ import annotations

import os
import re
import sys

_KNOWN_OS = re.compile(
    "aix|android|darwin|dragonfly|freebsd|hurd|illumos|js|linux|nacl|netbsd|openbsd|plan9|solaris"
    "|windows|zos"
)
_KNOWN_ARCH = re.compile(
    "386|amd64|amd64p32|arm|armbe|arm64|arm64be|ppc64|ppc64le|mips|mipsle|mips64|mips64le"
    "|mips64p32|mips64p32le|ppc|riscv|riscv64|s390|s390x|sparc|sparc64|wasm"
)
# What uname calls a machine, and what Go calls it.
_MACHINES = {"i686": "386", "i586": "386", "x86_64": "amd64", "aarch64": "arm64"}
_ARM_MACHINES = ("armv5", "armv6", "armv7", "armv8", "arm")


def goos() -> str:
    """Return Go's name of this operating system.

    Go: runtime.GOOS
    """
    return "linux" if sys.platform.startswith("linux") else sys.platform


def goarch() -> str:
    """Return Go's name of this machine's processor.

    Go: runtime.GOARCH
    """
    machine = os.uname().machine
    if machine.startswith(_ARM_MACHINES):
        return "arm"
    return _MACHINES.get(machine, machine)


def is_known_os(os: str) -> bool:
    """Say whether Go has ever run on ``os``.

    Go: isKnownOS
    """
    return _KNOWN_OS.fullmatch(os) is not None


def is_known_arch(arch: str) -> bool:
    """Say whether Go has a name for the processor ``arch``.

    Go: isKnownArch
    """
    return _KNOWN_ARCH.fullmatch(arch) is not None


def normalize_os(os: str) -> str:
    """Return the one spelling of ``os``; empty text means this host's.

    Go: normalizeOS
    """
    if not os:
        return goos()
    os = os.lower()
    return "darwin" if os == "macos" else os


def normalize_arch(arch: str, variant: str) -> tuple[str, str]:
    """Return the one spelling of a processor and its variant.

    Go: normalizeArch
    """
    arch, variant = arch.lower(), variant.lower()
    match arch:
        case "i386":
            return "386", ""
        case "x86_64" | "x86-64":
            return "amd64", ""
        case "aarch64" | "arm64":
            return "arm64", "" if variant in ("8", "v8") else variant
        case "armhf":
            return "arm", "v7"
        case "armel":
            return "arm", "v6"
        case "arm" if variant in ("", "7"):
            return "arm", "v7"
        case "arm" if variant in ("5", "6", "8"):
            return "arm", f"v{variant}"
    return arch, variant
