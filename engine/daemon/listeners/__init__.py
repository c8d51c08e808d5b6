"""Where the daemon listens.

Go: daemon/listeners/listeners_linux.go
"""

from engine.daemon.listeners.listeners_linux import init

__all__ = ["init"]
