"""Finds volume drivers by name.

Go: volume/drivers/extpoint.go
"""

from engine.volume.drivers.extpoint import Store

__all__ = ["Store"]
