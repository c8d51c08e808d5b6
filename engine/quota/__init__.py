"""Limits on how much a directory may hold.

Go: quota/types.go
"""

from engine.quota.types import Quota

__all__ = ["Quota"]
