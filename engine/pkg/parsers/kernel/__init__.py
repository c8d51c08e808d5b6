"""The kernel's version.

Go: pkg/parsers/kernel/kernel.go
"""

from engine.pkg.parsers.kernel.kernel import (
    VersionInfo,
    check_kernel_version,
    compare_kernel_version,
    get_kernel_version,
    parse_release,
)

__all__ = [
    "VersionInfo",
    "check_kernel_version",
    "compare_kernel_version",
    "get_kernel_version",
    "parse_release",
]
