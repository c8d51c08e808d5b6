"""Limits on how much a directory may hold.

Go: quota/types.go
"""

from engine.quota.errors import ErrQuotaNotSupported
from engine.quota.projectquota import new_control
from engine.quota.types import Quota

__all__ = ["ErrQuotaNotSupported", "Quota", "new_control"]
