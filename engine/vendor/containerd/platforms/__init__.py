"""Platforms of images and hosts: parse, normalise, compare.

Go: vendor/github.com/containerd/containerd/platforms
"""

from engine.vendor.containerd.platforms.compare import MatchComparer, only, ordered
from engine.vendor.containerd.platforms.database import goarch, goos
from engine.vendor.containerd.platforms.defaults import default, default_spec, default_string
from engine.vendor.containerd.platforms.platforms import (
    Matcher,
    format,
    new_matcher,
    normalize,
    parse,
)
from engine.vendor.opencontainers.image_spec.v1 import Platform

__all__ = [
    "MatchComparer",
    "Matcher",
    "Platform",
    "default",
    "default_spec",
    "default_string",
    "format",
    "goarch",
    "goos",
    "new_matcher",
    "normalize",
    "only",
    "ordered",
    "parse",
]
