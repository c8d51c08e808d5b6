"""Sizes and limits as people write them.

Go: vendor/github.com/docker/go-units
"""

from engine.vendor.docker.go_units.size import (
    bytes_size,
    from_human_size,
    human_size,
    human_size_with_precision,
    ram_in_bytes,
)
from engine.vendor.docker.go_units.ulimit import parse_ulimit
from engine.vendor.docker.go_units.ulimit_type import Ulimit

__all__ = [
    "Ulimit",
    "bytes_size",
    "from_human_size",
    "human_size",
    "human_size_with_precision",
    "parse_ulimit",
    "ram_in_bytes",
]
