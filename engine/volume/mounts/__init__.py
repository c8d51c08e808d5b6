"""Where volumes, directories of the host and tmpfs go in a container.

Go: volume/mounts/mounts.go
"""

from engine.volume.mounts.linux_parser import LinuxParser
from engine.volume.mounts.mounts import MountPoint
from engine.volume.mounts.parser import OS_LINUX, OS_WINDOWS, Parser, new_parser

__all__ = ["OS_LINUX", "OS_WINDOWS", "LinuxParser", "MountPoint", "Parser", "new_parser"]
