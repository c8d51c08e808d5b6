"""What can go wrong with a bolt file.

Go: vendor/go.etcd.io/bbolt/errors.go
"""

from __future__ import annotations

from engine.golang.errors import GoError


class BoltError(GoError):
    """Any error of this package; the text is bbolt's."""


class DatabaseNotOpenError(BoltError):
    """The file has been closed.

    Go: ErrDatabaseNotOpen
    """

    def __init__(self) -> None:
        super().__init__("database not open")


class InvalidError(BoltError):
    """Both meta pages are useless: most likely this is no bolt file.

    Go: ErrInvalid
    """

    def __init__(self) -> None:
        super().__init__("invalid database")


class VersionMismatchError(BoltError):
    """The file was written by another generation of bolt.

    Go: ErrVersionMismatch
    """

    def __init__(self) -> None:
        super().__init__("version mismatch")


class ChecksumError(BoltError):
    """A meta page does not match its checksum.

    Go: ErrChecksum
    """

    def __init__(self) -> None:
        super().__init__("checksum error")


class TimeoutError(BoltError):
    """Another process kept its lock on the file for too long.

    Go: ErrTimeout
    """

    def __init__(self) -> None:
        super().__init__("timeout")


class TxNotWritableError(BoltError):
    """A change was asked of a transaction that only reads.

    Go: ErrTxNotWritable
    """

    def __init__(self) -> None:
        super().__init__("tx not writable")


class BucketNameRequiredError(BoltError):
    """A bucket needs a name.

    Go: ErrBucketNameRequired
    """

    def __init__(self) -> None:
        super().__init__("bucket name required")


class KeyRequiredError(BoltError):
    """A key needs at least one byte.

    Go: ErrKeyRequired
    """

    def __init__(self) -> None:
        super().__init__("key required")


class KeyTooLargeError(BoltError):
    """A key has at most 32768 bytes.

    Go: ErrKeyTooLarge
    """

    def __init__(self) -> None:
        super().__init__("key too large")


class IncompatibleValueError(BoltError):
    """The key names a bucket where a value was expected, or the other way round.

    Go: ErrIncompatibleValue
    """

    def __init__(self) -> None:
        super().__init__("incompatible value")
