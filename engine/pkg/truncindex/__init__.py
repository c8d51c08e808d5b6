"""IDs by any unambiguous beginning.

Go: pkg/truncindex/truncindex.go
"""

from engine.pkg.truncindex.truncindex import (
    ERR_EMPTY_PREFIX,
    ERR_ILLEGAL_CHAR,
    ERR_NOT_EXIST,
    AmbiguousPrefix,
    NotExist,
    TruncIndex,
)

__all__ = [
    "ERR_EMPTY_PREFIX",
    "ERR_ILLEGAL_CHAR",
    "ERR_NOT_EXIST",
    "AmbiguousPrefix",
    "NotExist",
    "TruncIndex",
]
