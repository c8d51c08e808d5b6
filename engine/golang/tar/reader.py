"""Reading a tar archive front to back, once, with little memory.

The same reader serves unpacking and the bookkeeping that can rebuild an archive byte for byte;
Go keeps a fork of its archive/tar for the latter.

Go: archive/tar reader.go
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.golang.errors import GoError
from engine.golang.io import Readable, UnexpectedEOF
from engine.golang.tar import sparse
from engine.golang.tar.common import (
    BLOCK_SIZE,
    HEADER_ONLY,
    TYPE_DIR,
    TYPE_GNU_LONG_LINK,
    TYPE_GNU_LONG_NAME,
    TYPE_GNU_SPARSE,
    TYPE_REG,
    TYPE_REG_A,
    TYPE_X_GLOBAL_HEADER,
    TYPE_X_HEADER,
    XATTR_PREFIX,
    FieldTooLong,
    Header,
    HeaderError,
    text,
)
from engine.golang.tar.header import GNU, get_format, parse_header
from engine.golang.tar.strconv import (
    parse_int,
    parse_numeric,
    parse_pax_records,
    parse_pax_time,
    parse_string,
)

CHUNK = 1 << 18
_ZERO_BLOCK = bytes(BLOCK_SIZE)
_META = frozenset((TYPE_X_HEADER, TYPE_GNU_LONG_NAME, TYPE_GNU_LONG_LINK))


class Reader:
    """Gives entries one after another, and the content of the newest.

    Differs from Go: an extended header may have 1 MiB, as Go itself allows since 1.19; before
    that an archive could make the daemon read one of any size into memory.

    Go: Reader
    """

    META_LIMIT = 1 << 20

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._buffer = b""
        self._position = 0
        self._left = 0
        self._pad = 0
        self._extents: sparse.Extents | None = None
        self._size = 0

    def next(self) -> Header | None:
        """Step to the next entry; what was not read of this one is skipped. None at the end.

        Raises:
            HeaderError: the archive is damaged.
            UnexpectedEOF: it is cut off.

        Go: Reader.Next
        """
        pax: dict[str, bytes] = {}
        long_name = long_link = ""
        while (block := self._next_block()) is not None:
            header = parse_header(block)
            self._content_follows(header)
            if header.typeflag == TYPE_X_GLOBAL_HEADER:
                merged = Header(name=header.name, typeflag=header.typeflag)
                _merge_pax(merged, self._pax_records())
                return merged
            if header.typeflag not in _META:
                self._finish(header, block, pax, long_name, long_link)
                return header
            if header.typeflag == TYPE_X_HEADER:
                pax = self._pax_records()
            elif header.typeflag == TYPE_GNU_LONG_NAME:
                long_name = parse_string(self._metadata())
            else:
                long_link = parse_string(self._metadata())
        return None

    def chunks(self) -> Iterator[bytes]:
        """Yield what is left of the entry's content, in pieces.

        Raises:
            UnexpectedEOF: the archive is cut off.

        Go: Reader.Read
        """
        if self._extents is None:
            yield from self._data(self._left)
            return
        extents, self._extents = self._extents, None
        yield from sparse.expand(extents, self._size, self._at_most)
        if self._left:
            raise GoError("archive/tar: sparse file contains unreferenced data")

    @property
    def is_sparse(self) -> bool:
        """Whether the archive holds less than the file has, the holes being left out."""
        return self._extents is not None

    def stored(self) -> Iterator[bytes]:
        """Yield what is left of the content as the archive holds it, holes left out."""
        self._extents = None
        yield from self._data(self._left)

    def rest(self, size: int) -> bytes:
        """Return up to ``size`` bytes of what follows the end mark; none at the very end."""
        return self._some(size)

    # --- one entry ---

    def _next_block(self) -> bytes | None:
        """Return the next header block, or None where the archive ends."""
        if self._left:
            for chunk in self._data(self._left):
                self._account(chunk)
        if self._pad:
            padding = self._exactly(self._pad)
            self._account(padding)
            short, self._pad = len(padding) < self._pad, 0
            if short:
                return None
        block = self._block()
        if block != _ZERO_BLOCK:
            return block
        second = self._block()
        if second is not None and second != _ZERO_BLOCK:
            raise HeaderError
        return None

    def _block(self) -> bytes | None:
        block = self._exactly(BLOCK_SIZE)
        if len(block) < BLOCK_SIZE:
            if block:
                raise UnexpectedEOF
            return None
        self._account(block)
        return block

    def _content_follows(self, header: Header) -> None:
        """Note how much content, and padding to a whole block, comes after the header.

        Go: Reader.handleRegularFile
        """
        size = 0 if header.typeflag in HEADER_ONLY else header.size
        if size < 0:
            raise HeaderError
        self._left, self._pad = size, -size % BLOCK_SIZE
        self._extents = None

    def _finish(
        self, header: Header, block: bytes, pax: dict[str, bytes], long_name: str, long_link: str
    ) -> None:
        """Apply what the extended headers said to the entry they stood before."""
        if pax:
            _merge_pax(header, pax)
        header.name = long_name or header.name
        header.linkname = long_link or header.linkname
        if header.typeflag == TYPE_REG_A:
            header.typeflag = TYPE_DIR if header.name.endswith("/") else TYPE_REG
        self._content_follows(header)
        if header.typeflag == TYPE_GNU_SPARSE:
            self._old_gnu_sparse(header, block)
        elif header.pax_records:
            self._extents = sparse.sparse_extents(header, self._take)
            self._size = header.size
            if self._extents is not None and header.typeflag in HEADER_ONLY:
                raise HeaderError

    def _old_gnu_sparse(self, header: Header, block: bytes) -> None:
        """Step over the map that stands in and right after the header.

        Go: Reader.readOldGNUSparseMap
        """
        if get_format(block) != GNU:
            raise HeaderError
        header.size = self._size = parse_numeric(block[483:495])
        extents, entries, more = _sparse_entries(block, 386, 4), 4, block[482]
        while more:
            extension = self._block()
            if extension is None:
                raise UnexpectedEOF
            extents += _sparse_entries(extension, 0, 21)
            entries, more = entries + 21, extension[504]
        self._extents = extents

    def _pax_records(self) -> dict[str, bytes]:
        return sparse.join_offsets(parse_pax_records(self._metadata()))

    def _metadata(self) -> bytes:
        if self._left > self.META_LIMIT:
            raise FieldTooLong
        return self._take(self._left)

    def _take(self, size: int) -> bytes:
        """Return ``size`` bytes of the entry's content; it is bookkeeping, not file data."""
        if size > self._left:
            raise UnexpectedEOF
        data = b"".join(self._data(size))
        self._account(data)
        return data

    # --- the stream ---

    def _account(self, data: bytes) -> None:
        """Hear of bytes that are no file content: headers and padding."""

    def _data(self, size: int) -> Iterator[bytes]:
        while size:
            chunk = self._some(size)
            length = len(chunk)
            if not length:
                raise UnexpectedEOF
            size -= length
            self._left -= length
            yield chunk

    def _at_most(self, size: int) -> Iterator[bytes]:
        """Yield content, but never what follows it."""
        return self._data(min(size, self._left))

    def _some(self, size: int) -> bytes:
        position = self._position
        if position >= len(self._buffer):
            self._buffer, position = self._stream.read(CHUNK), 0
        chunk = self._buffer[position : position + size]
        self._position = position + len(chunk)
        return chunk

    def _exactly(self, size: int) -> bytes:
        """Return ``size`` bytes, fewer only if the stream ends."""
        data = self._some(size)
        while len(data) < size and (more := self._some(size - len(data))):
            data += more
        return data


def _sparse_entries(block: bytes, start: int, count: int) -> sparse.Extents:
    extents = []
    for at in range(start, start + 24 * count, 24):
        if not block[at]:
            break
        offset, length = block[at : at + 12], block[at + 12 : at + 24]
        extents.append((parse_numeric(offset), parse_numeric(length)))
    return extents


def _merge_pax(header: Header, records: dict[str, bytes]) -> None:
    """Let extended records override the fields of the header.

    Go: mergePAX
    """
    for key, value in records.items():
        if not value:
            continue
        said = text(value)
        if key in _FIELDS:
            setattr(header, _FIELDS[key], said)
        elif key in ("uid", "gid", "size"):
            setattr(header, key, parse_int(said))
        elif key in _TIMES:
            setattr(header, _TIMES[key], parse_pax_time(said))
        elif key.startswith(XATTR_PREFIX):
            header.xattrs[key[len(XATTR_PREFIX) :]] = value
        header.pax_records[key] = said


_FIELDS = {"path": "name", "linkpath": "linkname", "uname": "uname", "gname": "gname"}
_TIMES = {"atime": "access_time", "mtime": "mod_time", "ctime": "change_time"}
