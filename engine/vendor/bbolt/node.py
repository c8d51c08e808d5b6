"""A page of the tree in memory, where it can be changed.

Go: vendor/go.etcd.io/bbolt/node.go
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import Protocol

from engine.vendor.bbolt.page import (
    BRANCH_PAGE_FLAG,
    LEAF_PAGE_FLAG,
    MIN_KEYS_PER_PAGE,
    PAGE_HEADER_SIZE,
    Inode,
    Page,
    read_inodes,
    write_inodes,
)

_FILL_PERCENT = 0.5
_key = attrgetter("key")


class Pages(Protocol):
    """Where nodes come from and go to: a transaction."""

    page_size: int

    def page(self, pgid: int) -> tuple[Page, bytes]:
        """Return the header of a page, and the page with its overflow."""

    def allocate(self, size: int) -> int:
        """Reserve room for ``size`` bytes; return the number of the first page."""

    def write_page(self, pgid: int, data: bytes) -> None:
        """Keep ``data`` for the commit."""

    def free(self, pgid: int) -> None:
        """Give up a page and its overflow."""


class Node:
    """One page of a bucket's tree; its children are read when somebody walks down to them.

    Go: node
    """

    __slots__ = ("children", "dirty", "inodes", "is_leaf", "pages", "pgid")

    def __init__(self, pages: Pages, *, is_leaf: bool, inodes: list[Inode], pgid: int = 0) -> None:
        self.pages = pages
        self.is_leaf = is_leaf
        self.inodes = inodes
        self.pgid = pgid
        self.dirty = pgid == 0
        self.children: dict[int, Node] = {}

    def seek(self, key: bytes) -> Inode | None:
        """Return the entry of ``key`` in this node or below it.

        Go: cursor.go Cursor.seek
        """
        if not self.is_leaf:
            return self._child_for(key).seek(key) if self.inodes else None
        index = bisect_left(self.inodes, key, key=_key)
        if index < len(self.inodes) and self.inodes[index].key == key:
            return self.inodes[index]
        return None

    def put(self, item: Inode) -> None:
        """Add an entry, or replace the one that has its key.

        Go: node.put
        """
        self.dirty = True
        if not self.is_leaf:
            self._child_for(item.key).put(item)
            return
        index = bisect_left(self.inodes, item.key, key=_key)
        exact = index < len(self.inodes) and self.inodes[index].key == item.key
        self.inodes[index : index + exact] = [item]

    def delete(self, key: bytes) -> None:
        """Take the entry of ``key`` out; a child that is left empty goes with it.

        bbolt also joins pages that have become less than a quarter full. They are valid as they
        are, and volumes are few.

        Go: node.del
        """
        self.dirty = True
        if self.is_leaf:
            index = bisect_left(self.inodes, key, key=_key)
            if index < len(self.inodes) and self.inodes[index].key == key:
                del self.inodes[index]
            return
        index = self._index_for(key)
        child = self._child_at(index)
        child.delete(key)
        if not child.inodes:
            self.pages.free(child.pgid)
            del self.children[child.pgid]
            del self.inodes[index]
        # A branch without children has nothing left to lead to: an empty leaf.
        self.is_leaf = not self.inodes

    def walk(self) -> list[Inode]:
        """Return all entries below this node, in the order of their keys."""
        if self.is_leaf:
            return list(self.inodes)
        return [item for index in range(len(self.inodes)) for item in self._child_at(index).walk()]

    def free(self) -> None:
        """Give up the page of a leaf that moves into its parent's value.

        Go: bucket.go Bucket.free
        """
        if self.pgid:
            self.pages.free(self.pgid)
            self.pgid = 0

    @property
    def size(self) -> int:
        """How many bytes the node takes on disk."""
        return PAGE_HEADER_SIZE + sum(item.size for item in self.inodes)

    def encode(self, pgid: int, overflow: int) -> bytes:
        """Return the page, not padded.

        Go: node.write
        """
        flags = LEAF_PAGE_FLAG if self.is_leaf else BRANCH_PAGE_FLAG
        return write_inodes(Page(pgid, flags, 0, overflow), self.inodes)

    def _index_for(self, key: bytes) -> int:
        # The first child also takes the keys that are smaller than its own.
        return max(bisect_right(self.inodes, key, key=_key) - 1, 0)

    def _child_for(self, key: bytes) -> Node:
        return self._child_at(self._index_for(key))

    def _child_at(self, index: int) -> Node:
        pgid = self.inodes[index].pgid
        if pgid not in self.children:
            self.children[pgid] = read(self.pages, pgid)
        return self.children[pgid]

    def _spill_children(self) -> None:
        inodes: list[Inode] = []
        for item in self.inodes:
            child = self.children.get(item.pgid)
            inodes += child.spill() if child is not None and child.dirty else [item]
        self.inodes = inodes

    def _split(self) -> list[Node]:
        """Cut the node into pages of about half their size, if one page cannot hold it.

        Go: node.split
        """
        nodes: list[Node] = []
        rest = self.inodes
        while len(rest) > MIN_KEYS_PER_PAGE * 2 and _size(rest) >= self.pages.page_size:
            index = _split_index(rest, int(self.pages.page_size * _FILL_PERCENT))
            nodes.append(Node(self.pages, is_leaf=self.is_leaf, inodes=rest[:index]))
            rest = rest[index:]
        nodes.append(Node(self.pages, is_leaf=self.is_leaf, inodes=rest))
        return nodes

    def spill(self) -> list[Inode]:
        """Write this node and what changed below it to new pages; the old ones become free.

        Returns the entries by which a parent finds the pages.

        Go: node.spill
        """
        if not self.is_leaf:
            self._spill_children()
        if self.pgid:
            self.pages.free(self.pgid)
        entries: list[Inode] = []
        for node in self._split():
            size = node.size
            pgid = self.pages.allocate(size)
            overflow = (size - 1) // self.pages.page_size
            self.pages.write_page(pgid, node.encode(pgid, overflow))
            entries.append(Inode(node.inodes[0].key if node.inodes else b"", pgid=pgid))
        return entries


def _size(inodes: list[Inode]) -> int:
    return PAGE_HEADER_SIZE + sum(item.size for item in inodes)


def _split_index(inodes: list[Inode], threshold: int) -> int:
    """Return where the first page ends: near the threshold, two entries on each side at least.

    Go: node.splitIndex
    """
    size = PAGE_HEADER_SIZE
    index = 0
    for index, item in enumerate(inodes[:-MIN_KEYS_PER_PAGE]):
        if index >= MIN_KEYS_PER_PAGE and size + item.size > threshold:
            break
        size += item.size
    return index


def read(pages: Pages, pgid: int) -> Node:
    """Read a page of the file into a node.

    Go: node.read
    """
    page, data = pages.page(pgid)
    is_leaf = bool(page.flags & LEAF_PAGE_FLAG)
    return Node(pages, is_leaf=is_leaf, inodes=read_inodes(page, data), pgid=pgid)


def read_inline(pages: Pages, data: bytes) -> Node:
    """Read the page that a small bucket keeps in its parent's value.

    Go: bucket.go Bucket.openBucket
    """
    return Node(pages, is_leaf=True, inodes=read_inodes(Page.read(data), data))
