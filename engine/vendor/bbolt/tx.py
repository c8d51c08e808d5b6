"""A view of the file as of one moment; and, if it may write, the next moment in the making.

Go: vendor/go.etcd.io/bbolt/tx.go
"""

from __future__ import annotations

import os
import struct
from dataclasses import replace

from engine.vendor.bbolt import freelist
from engine.vendor.bbolt.bucket import Bucket
from engine.vendor.bbolt.meta import PGID_NO_FREELIST, Meta
from engine.vendor.bbolt.page import Page


class Tx:
    """A transaction. Nothing of it is on disk before the commit.

    Go: Tx
    """

    def __init__(self, fd: int, meta: Meta, *, writable: bool) -> None:
        self._fd = fd
        self.meta = replace(meta, txid=meta.txid + writable)
        self.page_size = meta.page_size
        self._dirty: dict[int, bytes] = {}
        self._freelist = self._read_freelist() if writable else freelist.Freelist()
        header = struct.pack("=QQ", meta.root, meta.sequence)
        self._root = Bucket(self, header, writable=writable)

    def bucket(self, name: bytes) -> Bucket | None:
        """Return the bucket of that name, or None.

        Go: Tx.Bucket
        """
        return self._root.bucket(name)

    def create_bucket_if_not_exists(self, name: bytes) -> Bucket:
        """Return the bucket of that name, made if need be.

        Go: Tx.CreateBucketIfNotExists
        """
        return self._root.create_bucket_if_not_exists(name)

    def page(self, pgid: int) -> tuple[Page, bytes]:
        """Return the header of a page of the file, and the page with its overflow.

        Go: Tx.page
        """
        data = os.pread(self._fd, self.page_size, pgid * self.page_size)
        page = Page.read(data)
        if page.overflow:
            data = os.pread(self._fd, self.page_size * (page.overflow + 1), pgid * self.page_size)
        return page, data

    def allocate(self, size: int) -> int:
        """Reserve pages in a row for ``size`` bytes, free ones first, else at the file's end.

        Go: Tx.allocate
        """
        count = (size + self.page_size - 1) // self.page_size
        pgid = self._freelist.allocate(count)
        if not pgid:
            pgid = self.meta.pgid
            self.meta.pgid += count
        return pgid

    def free(self, pgid: int) -> None:
        """Give up a page and its overflow, for the transactions after this one."""
        self._freelist.free(pgid, self.page(pgid)[0].overflow)

    def write_page(self, pgid: int, data: bytes) -> None:
        """Keep a page for the commit, filled up with zeros."""
        self._dirty[pgid] = data.ljust(-(-len(data) // self.page_size) * self.page_size, b"\0")

    def commit(self) -> None:
        """Make the changes last: first all pages, then the meta page that leads to them.

        A crash before the last write leaves the state as it was.

        Raises:
            OSError: the file could not be written.

        Go: Tx.Commit
        """
        self.meta.root = self._root.spill()
        self._commit_freelist()
        self._grow()
        for pgid, data in sorted(self._dirty.items()):
            _write_at(self._fd, data, pgid * self.page_size)
        os.fdatasync(self._fd)
        _write_at(self._fd, self.meta.write(), self.meta.txid % 2 * self.page_size)
        os.fdatasync(self._fd)

    def _commit_freelist(self) -> None:
        if self.meta.freelist != PGID_NO_FREELIST:
            self.free(self.meta.freelist)
        # One page more than needed today: taking it may itself change the list.
        count = self._freelist.size() // self.page_size + 1
        pgid = self.allocate(count * self.page_size)
        data = self._freelist.write(pgid, count - 1)
        self.write_page(pgid, data.ljust(count * self.page_size, b"\0"))
        self.meta.freelist = pgid

    def _grow(self) -> None:
        """Make the file 32 KiB large, or twice that and so on, so that it seldom grows.

        Go: DB.grow
        """
        size = 1 << 15
        while size < (self.meta.pgid + 1) * self.page_size:
            size *= 2
        if os.fstat(self._fd).st_size < size:
            os.ftruncate(self._fd, size)
            os.fsync(self._fd)

    def _read_freelist(self) -> freelist.Freelist:
        # Without a list on disk nothing counts as free: the file grows instead.
        if self.meta.freelist == PGID_NO_FREELIST:
            return freelist.Freelist()
        return freelist.read(self.page(self.meta.freelist)[1])


def _write_at(fd: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(fd, view, offset)
        view, offset = view[written:], offset + written
