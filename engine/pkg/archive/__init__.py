"""Archives: packing, unpacking, compression, and whiteouts.

Go: pkg/archive/archive.go
"""

from engine.pkg.archive.archive import is_archive_path, unpack, untar, untar_uncompressed
from engine.pkg.archive.changes import Change, ChangeType, changes_dirs
from engine.pkg.archive.compression import Compression, decompress_stream, detect_compression
from engine.pkg.archive.diff import apply_layer, apply_uncompressed_layer, unpack_layer
from engine.pkg.archive.options import TarOptions, WhiteoutFormat
from engine.pkg.archive.tar_appender import tar_directory, tar_with_options
from engine.pkg.archive.tar_file import BreakoutError

__all__ = [
    "BreakoutError",
    "Change",
    "ChangeType",
    "Compression",
    "TarOptions",
    "WhiteoutFormat",
    "apply_layer",
    "apply_uncompressed_layer",
    "changes_dirs",
    "decompress_stream",
    "detect_compression",
    "is_archive_path",
    "tar_directory",
    "tar_with_options",
    "unpack",
    "unpack_layer",
    "untar",
    "untar_uncompressed",
]
