"""Reads and compares kernel versions.

Go: pkg/parsers/kernel/kernel.go, pkg/parsers/kernel/kernel_unix.go
"""

from __future__ import annotations

import logging
import os
import re
from typing import NamedTuple

from engine.golang.errors import GoError

_log = logging.getLogger(__name__)
_RELEASE = re.compile(r"([+-]?\d+)\.([+-]?\d+)(\S*)")
_PARTIAL = re.compile(r"\.([+-]?\d+)(\S*)")


class VersionInfo(NamedTuple):
    """A kernel version; ``4.1.2-generic`` has the flavor ``-generic``.

    Go: VersionInfo
    """

    kernel: int
    major: int
    minor: int
    flavor: str = ""

    def __str__(self) -> str:
        return f"{self.kernel}.{self.major}.{self.minor}{self.flavor}"


def compare_kernel_version(a: VersionInfo, b: VersionInfo) -> int:
    """Return -1, 0 or 1 as ``a`` is older than, the same as or newer than ``b``.

    Go: CompareKernelVersion
    """
    left, right = a[:3], b[:3]
    return (left > right) - (left < right)


def parse_release(release: str) -> VersionInfo:
    """Return the version in the text that ``uname -r`` prints; the third number may be missing.

    Raises:
        GoError: it does not start with two numbers.

    Go: ParseRelease
    """
    found = _RELEASE.match(release)
    if found is None:
        raise GoError(f"Can't parse kernel version {release}")
    partial = found[3]
    rest = _PARTIAL.match(partial)
    minor, flavor = (int(rest[1]), rest[2]) if rest else (0, partial)
    return VersionInfo(int(found[1]), int(found[2]), minor, flavor)


def get_kernel_version() -> VersionInfo:
    """Return the running kernel's version.

    Raises:
        GoError: the kernel calls itself something unheard of.

    Go: kernel_unix.go GetKernelVersion
    """
    return parse_release(os.uname().release)


def check_kernel_version(kernel: int, major: int, minor: int) -> bool:
    """Say whether the running kernel is at least that; an unreadable version passes.

    Go: kernel_unix.go CheckKernelVersion
    """
    try:
        version = get_kernel_version()
    except GoError as error:
        _log.warning("error getting kernel version: %s", error)
        return True
    return compare_kernel_version(version, VersionInfo(kernel, major, minor)) >= 0
