"""Files that appear whole or not at all.

Go: pkg/ioutils/fswriters.go
"""

from engine.pkg.ioutils.fswriters import (
    AtomicFileWriter,
    AtomicWriteSet,
    SyncFileCloser,
    atomic_write_file,
    new_atomic_file_writer,
)

__all__ = [
    "AtomicFileWriter",
    "AtomicWriteSet",
    "SyncFileCloser",
    "atomic_write_file",
    "new_atomic_file_writer",
]
