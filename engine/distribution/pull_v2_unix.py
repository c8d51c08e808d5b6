"""Which entry of a manifest list is for this machine.

Go: distribution/pull_v2_unix.go
"""

from __future__ import annotations

from dataclasses import replace

from engine.vendor.containerd.platforms import platforms
from engine.vendor.containerd.platforms.defaults import default_spec
from engine.vendor.docker.distribution.manifests import Descriptor
from engine.vendor.opencontainers.image_spec.v1 import Platform


def filter_manifests(manifests: list[Descriptor], platform: Platform) -> list[Descriptor]:
    """Return the entries for ``platform``, whose empty fields mean this machine's.

    Without an exact match any variant of ``arm`` will do, as it did of old.

    Go: filterManifests
    """
    wanted = platforms.normalize(with_default(platform))
    matcher = platforms.new_matcher(wanted)
    known = [entry for entry in manifests if entry.platform is not None]
    found = [entry for entry in known if entry.platform and matcher.match(entry.platform)]
    if not found and wanted.architecture == "arm":
        return [
            entry
            for entry in known
            if entry.platform
            and (entry.platform.os, entry.platform.architecture) == (wanted.os, "arm")
        ]
    return found


def with_default(platform: Platform) -> Platform:
    """Return ``platform`` with this machine's values where it has none.

    Go: withDefault
    """
    here = default_spec()
    result = replace(platform, os=platform.os or here.os)
    if not platform.architecture:
        result = replace(result, architecture=here.architecture, variant=here.variant)
    return result


def format_platform(platform: Platform) -> str:
    """Return ``linux/arm64/v8``, this machine's where none is asked for.

    Go: formatPlatform
    """
    return platforms.format(platform if platform.os else default_spec())
