"""Integers of a fixed width, where Python's have none.

Go: https://go.dev/ref/spec#Integer_overflow
"""

from __future__ import annotations


def int64(value: int) -> int:
    """Return what is left of ``value`` in 64 bits with a sign: what is too large wraps around."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)
