"""What every container finds, whatever its image.

Go: daemon/initlayer/setup_unix.go
"""

from engine.daemon.initlayer.setup_unix import setup

__all__ = ["setup"]
