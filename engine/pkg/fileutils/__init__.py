"""Files and directories.

Go: pkg/fileutils/fileutils.go
"""

from engine.pkg.fileutils.fileutils import create_if_not_exists

__all__ = ["create_if_not_exists"]
