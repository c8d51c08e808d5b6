"""The parts of Docker that a story goes through, and which modules belong to which."""

from __future__ import annotations

from functools import cache

_SIDES = (
    ("cli", "cli"),
    ("engine.client", "client"),
    ("engine.api", "api"),
    ("engine.runconfig", "api"),
    ("engine.cmd", "daemon"),
    ("engine.daemon.graphdriver", "graphdriver"),
    ("engine.daemon.images", "image"),
    ("engine.daemon", "daemon"),
    ("engine.image", "image"),
    ("engine.reference", "image"),
    ("engine.layer", "layer"),
    ("engine.volume", "volume"),
    ("engine.container", "container"),
    ("engine.distribution", "distribution"),
    ("engine.registry", "distribution"),
)


@cache
def side_of(module: str) -> str:
    """Return which part of Docker `module` belongs to; empty for what several parts share."""
    for package, side in _SIDES:
        if module == package or module.startswith(f"{package}."):
            return side
    return ""


# In the order of the journey.
SIDES = (
    "cli",
    "client",
    "api",
    "daemon",
    "image",
    "distribution",
    "layer",
    "graphdriver",
    "volume",
    "container",
)
