"""This host's platform.

Go: vendor/github.com/containerd/containerd/platforms/defaults.go
"""

from __future__ import annotations

from engine.vendor.containerd.platforms.compare import MatchComparer, only
from engine.vendor.containerd.platforms.cpuinfo import cpu_variant
from engine.vendor.containerd.platforms.database import goarch, goos
from engine.vendor.containerd.platforms.platforms import format as format_platform
from engine.vendor.opencontainers.image_spec.v1 import Platform


def default_string() -> str:
    """Return this host's platform as text.

    Go: DefaultString
    """
    return format_platform(default_spec())


def default_spec() -> Platform:
    """Return this host's platform.

    Go: DefaultSpec
    """
    return Platform(os=goos(), architecture=goarch(), variant=cpu_variant())


def default() -> MatchComparer:
    """Return what will run on this host.

    Go: defaults_unix.go Default
    """
    return only(default_spec())
