"""Files that tell which process is at work.

Go: pkg/pidfile/pidfile.go
"""

from engine.pkg.pidfile.pidfile import PIDFile

__all__ = ["PIDFile"]
