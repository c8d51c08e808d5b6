"""Platform specifiers: ``linux/arm64/v8`` to its parts and back.

Go: vendor/github.com/containerd/containerd/platforms/platforms.go
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from engine.golang import strconv
from engine.vendor.containerd.errdefs import InvalidArgument
from engine.vendor.containerd.platforms.cpuinfo import cpu_variant
from engine.vendor.containerd.platforms.database import (
    goarch,
    goos,
    is_known_arch,
    is_known_os,
    normalize_arch,
    normalize_os,
)
from engine.vendor.opencontainers.image_spec.v1 import Platform

_SPECIFIER = re.compile("[A-Za-z0-9_-]+")


class Matcher(Protocol):
    """Says which platforms will do.

    Go: Matcher
    """

    def match(self, platform: Platform) -> bool:
        """Say whether something built for ``platform`` will do."""


class PlatformMatcher:
    """Wants the same system, processor and variant.

    Go: matcher
    """

    def __init__(self, platform: Platform) -> None:
        self.platform = normalize(platform)

    def match(self, platform: Platform) -> bool:
        """Say whether ``platform`` is the wanted one in another spelling.

        Go: matcher.Match
        """
        return self.platform == normalize(platform)

    def __str__(self) -> str:
        return format(self.platform)


def new_matcher(platform: Platform) -> PlatformMatcher:
    """Return a matcher for ``platform`` and nothing near it.

    Go: NewMatcher
    """
    return PlatformMatcher(platform)


def parse(specifier: str) -> Platform:
    """Return the platform that ``specifier`` names; what it leaves out is this host's.

    Raises:
        InvalidArgument: it is no platform.

    Go: Parse
    """
    shown = strconv.quote(specifier)
    if "*" in specifier:
        raise InvalidArgument(f"{shown}: wildcards not yet supported")
    parts = specifier.split("/")
    for part in parts:
        if not _SPECIFIER.fullmatch(part):
            raise InvalidArgument(
                f"{strconv.quote(part)} is an invalid component of {shown}: platform specifier "
                'component must match "^[A-Za-z0-9_-]+$"'
            )
    readers: dict[int, Callable[..., Platform]] = {1: _one_part, 2: _two_parts, 3: _three_parts}
    if len(parts) not in readers:
        raise InvalidArgument(f"{shown}: cannot parse platform specifier")
    return readers[len(parts)](*parts)


def _one_part(part: str) -> Platform:
    os = normalize_os(part)
    if is_known_os(os):
        variant = cpu_variant()
        plain = goarch() != "arm" or variant == "v7"
        return Platform(os=os, architecture=goarch(), variant="" if plain else variant)
    platform = _two_parts("", part)
    if is_known_arch(platform.architecture):
        platform.os = goos()
        return platform
    raise InvalidArgument(f"{strconv.quote(part)}: unknown operating system or architecture")


def _two_parts(os: str, arch: str) -> Platform:
    architecture, variant = normalize_arch(arch, "")
    # 32-bit ARM means v7 when nothing else is said; it stays unsaid.
    if architecture == "arm" and variant == "v7":
        variant = ""
    return Platform(os=normalize_os(os), architecture=architecture, variant=variant)


def _three_parts(os: str, arch: str, variant: str) -> Platform:
    architecture, variant = normalize_arch(arch, variant)
    if architecture == "arm64" and not variant:
        variant = "v8"
    return Platform(os=normalize_os(os), architecture=architecture, variant=variant)


def format(platform: Platform) -> str:
    """Return ``os/architecture/variant``, without what is empty.

    Go: Format
    """
    if not platform.os:
        return "unknown"
    parts = (platform.os, platform.architecture, platform.variant)
    return "/".join(part for part in parts if part)


def normalize(platform: Platform) -> Platform:
    """Return ``platform`` in the one spelling, without version and features of its system.

    Go: Normalize
    """
    architecture, variant = normalize_arch(platform.architecture, platform.variant)
    return Platform(os=normalize_os(platform.os), architecture=architecture, variant=variant)
