"""Copies directories with all that file systems know about files.

Go: vendor/github.com/containerd/continuity/fs/copy.go
"""

from engine.vendor.containerd.continuity.fs.copy import copy_dir, copy_file
from engine.vendor.containerd.continuity.fs.copy_linux import XAttrErrorHandler

__all__ = ["XAttrErrorHandler", "copy_dir", "copy_file"]
