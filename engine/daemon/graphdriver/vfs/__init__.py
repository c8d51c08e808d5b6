"""Layers as plain copies.

Go: daemon/graphdriver/vfs/driver.go
"""

from engine.daemon.graphdriver.vfs.driver import Driver, init

__all__ = ["Driver", "init"]
