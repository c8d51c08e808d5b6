"""Layers that the kernel stacks.

Go: daemon/graphdriver/overlay2/overlay.go
"""

from engine.daemon.graphdriver.overlay2.overlay import Driver, init

__all__ = ["Driver", "init"]
