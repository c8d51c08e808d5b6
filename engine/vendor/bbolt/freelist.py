"""Which pages may be written over.

A page that a transaction gives up still belongs to the state before it, the one that counts
after a crash. So it is free for the transactions that follow, not for this one.

Go: vendor/go.etcd.io/bbolt/freelist.go
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from engine.vendor.bbolt.page import FREELIST_PAGE_FLAG, PAGE_HEADER_SIZE, Page

_COUNT_IN_FIRST_ELEMENT = 0xFFFF


class Freelist:
    """The free pages of one transaction, and those it frees for the next.

    Go: freelist
    """

    def __init__(self, ids: Iterable[int] = ()) -> None:
        self.ids = sorted(ids)
        self.pending: list[int] = []

    def allocate(self, count: int) -> int:
        """Take ``count`` pages in a row; return the first, or 0 if there is no such row.

        Go: freelist.arrayAllocate
        """
        start = 0
        for index, pgid in enumerate(self.ids):
            if index and pgid != self.ids[index - 1] + 1:
                start = index
            if index - start + 1 == count:
                first = self.ids[start]
                del self.ids[start : index + 1]
                return first
        return 0

    def free(self, pgid: int, overflow: int) -> None:
        """Give up a page and its overflow.

        Go: freelist.free
        """
        self.pending.extend(range(pgid, pgid + overflow + 1))

    def size(self) -> int:
        """Return how many bytes the list takes on disk.

        Go: freelist.size
        """
        count = len(self.ids) + len(self.pending)
        return PAGE_HEADER_SIZE + 8 * (count + (count >= _COUNT_IN_FIRST_ELEMENT))

    def write(self, pgid: int, overflow: int) -> bytes:
        """Return the page that says what is free once the transaction is through.

        Go: freelist.write
        """
        ids = sorted([*self.ids, *self.pending])
        page = Page(pgid, FREELIST_PAGE_FLAG, min(len(ids), _COUNT_IN_FIRST_ELEMENT), overflow)
        numbers = ids if len(ids) < _COUNT_IN_FIRST_ELEMENT else [len(ids), *ids]
        return page.write() + struct.pack(f"={len(numbers)}Q", *numbers)


def read(data: bytes) -> Freelist:
    """Read a freelist page with its overflow.

    Go: freelist.read
    """
    count = Page.read(data).count
    offset = PAGE_HEADER_SIZE
    if count == _COUNT_IN_FIRST_ELEMENT:
        (count,) = struct.unpack_from("=Q", data, offset)
        offset += 8
    return Freelist(struct.unpack_from(f"={count}Q", data, offset))
