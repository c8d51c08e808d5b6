"""Tar archives, which Go has in its standard library.

Python's ``tarfile`` does not tell the bytes between files, which are needed to give back the
very same archive, and it decodes headers by other rules.

Go: archive/tar
"""

from engine.golang.tar.common import (
    HEADER_ONLY,
    TYPE_BLOCK,
    TYPE_CHAR,
    TYPE_DIR,
    TYPE_FIFO,
    TYPE_LINK,
    TYPE_REG,
    TYPE_REG_A,
    TYPE_SYMLINK,
    TYPE_X_GLOBAL_HEADER,
    Header,
    HeaderError,
)
from engine.golang.tar.reader import CHUNK, Reader
from engine.golang.tar.writer import Writer

__all__ = [
    "CHUNK",
    "HEADER_ONLY",
    "TYPE_BLOCK",
    "TYPE_CHAR",
    "TYPE_DIR",
    "TYPE_FIFO",
    "TYPE_LINK",
    "TYPE_REG",
    "TYPE_REG_A",
    "TYPE_SYMLINK",
    "TYPE_X_GLOBAL_HEADER",
    "Header",
    "HeaderError",
    "Reader",
    "Writer",
]
