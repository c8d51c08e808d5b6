"""The two meta pages: where the tree starts, and which transaction wrote it.

Transactions write page 0 and page 1 in turn, so that the state before the last one survives a
crash in the middle of it.

Go: vendor/go.etcd.io/bbolt/db.go
"""

from __future__ import annotations

import struct
from dataclasses import astuple, dataclass

from engine.vendor.bbolt.errors import ChecksumError, InvalidError, VersionMismatchError
from engine.vendor.bbolt.page import META_PAGE_FLAG, PAGE_HEADER_SIZE, Page

MAGIC = 0xED0CDAED
VERSION = 2

PGID_NO_FREELIST = 0xFFFFFFFFFFFFFFFF
"""Stands for the freelist of a file whose writer chose not to keep one."""

_META = struct.Struct("=IIIIQQQQQ")
_CHECKSUM = struct.Struct("=Q")


@dataclass(slots=True)
class Meta:
    """What a meta page says, without its checksum.

    Go: meta
    """

    magic: int
    version: int
    page_size: int
    flags: int
    root: int
    sequence: int
    freelist: int
    pgid: int
    """The high water mark: no page of the file has this number or a higher one."""
    txid: int

    @classmethod
    def read(cls, data: bytes) -> Meta:
        """Read a meta page and check it.

        Raises:
            InvalidError: this is no meta page.
            VersionMismatchError: it is one of another version of the format.
            ChecksumError: it was damaged, or written in part only.

        Go: meta.validate
        """
        meta = cls(*_META.unpack_from(data, PAGE_HEADER_SIZE))
        (checksum,) = _CHECKSUM.unpack_from(data, PAGE_HEADER_SIZE + _META.size)
        if meta.magic != MAGIC:
            raise InvalidError
        if meta.version != VERSION:
            raise VersionMismatchError
        if checksum not in (0, meta._sum64()):
            raise ChecksumError
        return meta

    def write(self) -> bytes:
        """Return the whole page that this transaction's number selects.

        Go: meta.write
        """
        header = Page(self.txid % 2, META_PAGE_FLAG, 0, 0).write()
        body = header + self._body() + _CHECKSUM.pack(self._sum64())
        return body.ljust(self.page_size, b"\0")

    def _body(self) -> bytes:
        return _META.pack(*astuple(self))

    def _sum64(self) -> int:
        """Return the FNV-1a hash of everything before the checksum."""
        total = 0xCBF29CE484222325
        for byte in self._body():
            total = ((total ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
        return total


def latest(pages: tuple[bytes, bytes]) -> Meta:
    """Return the newer of the two metas that is whole.

    Raises:
        BoltError: neither is; the error is the one of page 0.

    Go: DB.meta
    """
    found: list[Meta] = []
    first_error: Exception | None = None
    for data in pages:
        try:
            found.append(Meta.read(data))
        except (InvalidError, VersionMismatchError, ChecksumError) as error:
            first_error = first_error or error
    if not found:
        raise first_error or InvalidError()
    return max(found, key=lambda meta: meta.txid)
