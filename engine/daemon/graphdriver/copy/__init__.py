"""Directories copied whole.

Go: daemon/graphdriver/copy/copy.go
"""

from engine.daemon.graphdriver.copy.copy import dir_copy

__all__ = ["dir_copy"]
