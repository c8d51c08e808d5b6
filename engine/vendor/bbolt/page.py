"""How bolt lays out a page: a header, an array of elements, then the keys and values.

A page that needs more room than one page takes the pages after it, its overflow. Numbers are in
the byte order of the host, as in bbolt, which maps the file into memory and casts.

Go: vendor/go.etcd.io/bbolt/page.go
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

BRANCH_PAGE_FLAG = 0x01
LEAF_PAGE_FLAG = 0x02
META_PAGE_FLAG = 0x04
FREELIST_PAGE_FLAG = 0x10

BUCKET_LEAF_FLAG = 0x01
"""On a leaf element: the value is the header of a bucket."""

MIN_KEYS_PER_PAGE = 2

_HEADER = struct.Struct("=QHHI")  # id, flags, count, overflow
_BRANCH_ELEMENT = struct.Struct("=IIQ")  # pos, ksize, pgid
_LEAF_ELEMENT = struct.Struct("=IIII")  # flags, pos, ksize, vsize

PAGE_HEADER_SIZE = _HEADER.size
ELEMENT_SIZE = _LEAF_ELEMENT.size  # both kinds of element have 16 bytes


@dataclass(slots=True)
class Page:
    """The header of a page.

    Go: page
    """

    id: int
    flags: int
    count: int
    overflow: int

    @classmethod
    def read(cls, data: bytes) -> Page:
        """Read the header at the start of ``data``."""
        return cls(*_HEADER.unpack_from(data))

    def write(self) -> bytes:
        """Return the header as the sixteen bytes that a page starts with."""
        return _HEADER.pack(self.id, self.flags, self.count, self.overflow)


@dataclass(slots=True)
class Inode:
    """One entry of a page: a key with its value, or with the page that its branch leads to.

    Go: inode
    """

    key: bytes
    value: bytes = b""
    flags: int = 0
    pgid: int = 0

    @property
    def size(self) -> int:
        """How many bytes the entry takes on a page."""
        return ELEMENT_SIZE + len(self.key) + len(self.value)


def read_inodes(page: Page, data: bytes) -> list[Inode]:
    """Take the entries of a leaf or branch page out of ``data``, the page with its overflow.

    Go: node.read
    """
    if page.flags & LEAF_PAGE_FLAG:
        return [_leaf_inode(data, index) for index in range(page.count)]
    return [_branch_inode(data, index) for index in range(page.count)]


def _leaf_inode(data: bytes, index: int) -> Inode:
    at = PAGE_HEADER_SIZE + index * ELEMENT_SIZE
    flags, pos, ksize, vsize = _LEAF_ELEMENT.unpack_from(data, at)
    # A position counts from its own element, not from the page.
    key = at + pos
    value = key + ksize
    return Inode(data[key:value], data[value : value + vsize], flags)


def _branch_inode(data: bytes, index: int) -> Inode:
    at = PAGE_HEADER_SIZE + index * ELEMENT_SIZE
    pos, ksize, pgid = _BRANCH_ELEMENT.unpack_from(data, at)
    return Inode(data[at + pos : at + pos + ksize], pgid=pgid)


def write_inodes(page: Page, inodes: list[Inode]) -> bytes:
    """Return the whole of a leaf or branch page, not padded.

    Go: node.write
    """
    page.count = len(inodes)
    elements = bytearray()
    body = bytearray()
    data_start = PAGE_HEADER_SIZE + ELEMENT_SIZE * len(inodes)
    for index, item in enumerate(inodes):
        pos = data_start + len(body) - (PAGE_HEADER_SIZE + ELEMENT_SIZE * index)
        if page.flags & LEAF_PAGE_FLAG:
            elements += _LEAF_ELEMENT.pack(item.flags, pos, len(item.key), len(item.value))
        else:
            elements += _BRANCH_ELEMENT.pack(pos, len(item.key), item.pgid)
        body += item.key + item.value
    return page.write() + bytes(elements) + bytes(body)
