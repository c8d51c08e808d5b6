"""A file of sorted keys and values that survives a crash: bolt's format, read and written.

    page 0, 1   meta: where the root is; the newer whole one counts
    freelist    pages that may be written over
    branch      keys, each leading to a page
    leaf        keys and values; a value may be a bucket, and hold a small one's page itself

dockerd keeps names, drivers, labels and options of its volumes in one, ``volumes/metadata.db``.

Go: vendor/go.etcd.io/bbolt/doc.go
"""

from engine.vendor.bbolt.bucket import Bucket
from engine.vendor.bbolt.db import DB, open_
from engine.vendor.bbolt.errors import (
    BoltError,
    BucketNameRequiredError,
    ChecksumError,
    DatabaseNotOpenError,
    IncompatibleValueError,
    InvalidError,
    KeyRequiredError,
    KeyTooLargeError,
    TimeoutError,
    TxNotWritableError,
    VersionMismatchError,
)
from engine.vendor.bbolt.tx import Tx

__all__ = [
    "DB",
    "BoltError",
    "Bucket",
    "BucketNameRequiredError",
    "ChecksumError",
    "DatabaseNotOpenError",
    "IncompatibleValueError",
    "InvalidError",
    "KeyRequiredError",
    "KeyTooLargeError",
    "TimeoutError",
    "Tx",
    "TxNotWritableError",
    "VersionMismatchError",
    "open_",
]
