"""Which distribution the host runs, by its own words in ``/etc/os-release``.

Go: pkg/parsers/operatingsystem/operatingsystem_linux.go
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

_OS_RELEASE = (Path("/etc/os-release"), Path("/usr/lib/os-release"))
_PROC_1_CGROUP = Path("/proc/1/cgroup")


def get_operating_system(files: Sequence[Path] = _OS_RELEASE) -> str:
    """Return the pretty name, ``Linux`` where the host gives itself none.

    Raises:
        OSError: the host says nothing about itself.

    Go: GetOperatingSystem
    """
    return _value(files, "PRETTY_NAME") or "Linux"


def get_operating_system_version(files: Sequence[Path] = _OS_RELEASE) -> str:
    """Return the version of the distribution, empty where it has none.

    Raises:
        OSError: the host says nothing about itself.

    Go: GetOperatingSystemVersion
    """
    return _value(files, "VERSION_ID")


def is_containerized(cgroups: Path = _PROC_1_CGROUP) -> bool:
    """Say whether the first process lives in a group of its own, as in a container.

    Raises:
        OSError: there is no such file.

    Go: IsContainerized
    """
    lines = cgroups.read_text().splitlines()
    return any(line and not line.endswith(("/", "init.scope")) for line in lines)


def _value(files: Sequence[Path], name: str) -> str:
    """Return what a file says last about ``name``; the second file counts without the first."""
    found = ""
    for line in _first(files).splitlines():
        key, equals, value = line.partition("=")
        if equals and key == name:
            words = shlex.split(value)
            found = words[0] if len(words) == 1 else found
    return found


def _first(files: Sequence[Path]) -> str:
    for file in files[:-1]:
        if file.exists():
            return file.read_text()
    return files[-1].read_text()
