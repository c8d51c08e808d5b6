"""Which platforms will do on this host, and which is better.

Go: vendor/github.com/containerd/containerd/platforms/compare.go
"""

from __future__ import annotations

from dataclasses import replace

from engine.vendor.containerd.platforms.platforms import PlatformMatcher, normalize
from engine.vendor.opencontainers.image_spec.v1 import Platform

# A 32-bit ARM also runs what was built for its elders.
_ARM_VARIANTS = ("v8", "v7", "v6", "v5")


class MatchComparer:
    """Accepts any of some platforms; the earlier is the better.

    Go: MatchComparer, orderedPlatformComparer, singlePlatformComparer
    """

    def __init__(self, *platforms: Platform) -> None:
        self._matchers = [PlatformMatcher(platform) for platform in platforms]

    def match(self, platform: Platform) -> bool:
        """Say whether ``platform`` is one of them.

        Go: orderedPlatformComparer.Match
        """
        return any(matcher.match(platform) for matcher in self._matchers)

    def less(self, first: Platform, second: Platform) -> bool:
        """Say whether ``first`` is better than ``second``.

        Go: orderedPlatformComparer.Less
        """
        for matcher in self._matchers:
            if matcher.match(first):
                return not matcher.match(second)
            if matcher.match(second):
                return False
        return False


def only(platform: Platform) -> MatchComparer:
    """Return what will do where ``platform`` is wanted: itself, on ARM older variants, too.

    Go: Only
    """
    wanted = normalize(platform)
    if wanted.architecture != "arm" or wanted.variant not in _ARM_VARIANTS:
        return MatchComparer(wanted)
    older = _ARM_VARIANTS[_ARM_VARIANTS.index(wanted.variant) :]
    return MatchComparer(*(replace(wanted, variant=variant) for variant in older))


def ordered(*platforms: Platform) -> MatchComparer:
    """Return what accepts exactly ``platforms``, best first.

    Go: Ordered
    """
    return MatchComparer(*platforms)
