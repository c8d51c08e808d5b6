"""The root file system of a container.

Go: pkg/containerfs/containerfs.go
"""

from engine.pkg.containerfs.containerfs import Local, new_local_container_fs

__all__ = ["Local", "new_local_container_fs"]
