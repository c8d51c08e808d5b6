"""Directories as a whole.

Go: pkg/directory/directory.go
"""

from engine.pkg.directory.directory_unix import size

__all__ = ["size"]
