"""Volumes that are directories of this host.

Go: volume/local/local.go
"""

from engine.volume.local.local import Root
from engine.volume.local.volume import LocalVolume

__all__ = ["LocalVolume", "Root"]
