"""A named map from keys to values, sorted by key.

Go: vendor/go.etcd.io/bbolt/bucket.go
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from engine.vendor.bbolt import node
from engine.vendor.bbolt.errors import (
    BucketNameRequiredError,
    IncompatibleValueError,
    KeyRequiredError,
    KeyTooLargeError,
    TxNotWritableError,
)
from engine.vendor.bbolt.page import BUCKET_LEAF_FLAG, Inode

MAX_KEY_SIZE = 32768

_BUCKET = struct.Struct("=QQ")  # root page, sequence


class Bucket:
    """One bucket of a transaction; not to be used after it.

    Go: Bucket
    """

    def __init__(self, pages: node.Pages, header: bytes, *, writable: bool) -> None:
        self._pages = pages
        self._root: int
        self._sequence: int
        self._root, self._sequence = _BUCKET.unpack_from(header)
        self._writable = writable
        self._buckets: dict[bytes, Bucket] = {}
        if self._root:
            self._node = node.read(pages, self._root)
        else:
            self._node = node.read_inline(pages, header[_BUCKET.size :])

    def bucket(self, name: bytes) -> Bucket | None:
        """Return the bucket of that name inside this one, or None.

        Go: Bucket.Bucket
        """
        if name not in self._buckets:
            item = self._node.seek(name)
            if item is None or not item.flags & BUCKET_LEAF_FLAG:
                return None
            self._buckets[name] = Bucket(self._pages, item.value, writable=self._writable)
        return self._buckets[name]

    def create_bucket_if_not_exists(self, name: bytes) -> Bucket:
        """Return the bucket of that name, made if need be.

        Raises:
            TxNotWritableError: the transaction only reads.
            BucketNameRequiredError: the name is empty.
            IncompatibleValueError: the name is that of a value.

        Go: Bucket.CreateBucketIfNotExists
        """
        self._check_writable()
        if not name:
            raise BucketNameRequiredError
        found = self.bucket(name)
        if found is not None:
            return found
        if self._node.seek(name) is not None:
            raise IncompatibleValueError
        empty = node.Node(self._pages, is_leaf=True, inodes=[]).encode(0, 0)
        self._node.put(Inode(name, _BUCKET.pack(0, 0) + empty, BUCKET_LEAF_FLAG))
        created = self.bucket(name)
        assert created is not None
        return created

    def get(self, key: bytes) -> bytes | None:
        """Return the value of ``key``, or None if there is none or it is a bucket.

        Go: Bucket.Get
        """
        item = self._node.seek(key)
        return None if item is None or item.flags & BUCKET_LEAF_FLAG else item.value

    def put(self, key: bytes, value: bytes) -> None:
        """Set the value of ``key``.

        Raises:
            TxNotWritableError: the transaction only reads.
            KeyRequiredError: the key is empty.
            KeyTooLargeError: the key has more than 32768 bytes.
            IncompatibleValueError: the key is that of a bucket.

        Go: Bucket.Put
        """
        self._check_writable()
        if not key:
            raise KeyRequiredError
        if len(key) > MAX_KEY_SIZE:
            raise KeyTooLargeError
        item = self._node.seek(key)
        if item is not None and item.flags & BUCKET_LEAF_FLAG:
            raise IncompatibleValueError
        self._node.put(Inode(key, value))

    def delete(self, key: bytes) -> None:
        """Take ``key`` out; nothing happens if it is not there.

        Raises:
            TxNotWritableError: the transaction only reads.
            IncompatibleValueError: the key is that of a bucket.

        Go: Bucket.Delete
        """
        self._check_writable()
        item = self._node.seek(key)
        if item is None:
            return
        if item.flags & BUCKET_LEAF_FLAG:
            raise IncompatibleValueError
        self._node.delete(key)

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """Go through keys and values, sorted by key; a bucket's value is empty.

        Go: Bucket.ForEach
        """
        for item in self._node.walk():
            yield item.key, b"" if item.flags & BUCKET_LEAF_FLAG else item.value

    def spill(self) -> int:
        """Write what has changed to new pages; return the number of the root page.

        Go: Bucket.spill
        """
        for name, child in self._buckets.items():
            if child._changed():
                self._node.put(Inode(name, child._spill_value(), BUCKET_LEAF_FLAG))
        if not self._node.dirty:
            return self._root
        entries = self._node.spill()
        while len(entries) > 1:
            branch = node.Node(self._pages, is_leaf=False, inodes=entries)
            entries = branch.spill()
        self._root = entries[0].pgid
        return self._root

    def _changed(self) -> bool:
        return self._node.dirty or any(child._changed() for child in self._buckets.values())

    def _spill_value(self) -> bytes:
        """Return this bucket as its parent's value: inline if it is small, else by its root page.

        Go: Bucket.inlineable, Bucket.write
        """
        if not self._inlineable():
            self._root = self.spill()
            return _BUCKET.pack(self._root, self._sequence)
        self._node.free()
        self._root = 0
        return _BUCKET.pack(0, self._sequence) + self._node.encode(0, 0)

    def _inlineable(self) -> bool:
        top = self._node
        return (
            top.is_leaf
            and not any(item.flags & BUCKET_LEAF_FLAG for item in top.inodes)
            and top.size <= self._pages.page_size // 4
        )

    def _check_writable(self) -> None:
        if not self._writable:
            raise TxNotWritableError
