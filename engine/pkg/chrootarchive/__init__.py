"""Unpacking what nobody vouches for, confined to a directory.

Go: pkg/chrootarchive/archive.go
"""

from engine.pkg.chrootarchive.archive import tar, untar, untar_uncompressed, untar_with_root
from engine.pkg.chrootarchive.diff import apply_layer, apply_uncompressed_layer

__all__ = [
    "apply_layer",
    "apply_uncompressed_layer",
    "tar",
    "untar",
    "untar_uncompressed",
    "untar_with_root",
]
