"""Digests that are found by the start of their hex digits.

Go: vendor/github.com/docker/distribution/digestset/set.go
"""

from engine.vendor.docker.distribution.digestset.set import (
    DigestAmbiguous,
    DigestNotFound,
    Set,
)

__all__ = ["DigestAmbiguous", "DigestNotFound", "Set"]
