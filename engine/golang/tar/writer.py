"""Writing a tar archive: USTAR where a file fits into it, extended records where not.

Go: archive/tar writer.go
"""

from __future__ import annotations

from engine.golang.errors import GoError
from engine.golang.io import Writable
from engine.golang.tar.common import (
    BLOCK_SIZE,
    TYPE_REG,
    TYPE_X_HEADER,
    XATTR_PREFIX,
    Header,
    raw,
)
from engine.golang.tar.strconv import format_pax_record, format_pax_time

_NANO = 1_000_000_000


class Writer:
    """Writes entries one after another; ``close`` ends the archive.

    Go: Writer
    """

    def __init__(self, stream: Writable) -> None:
        self._stream = stream
        self._left = 0
        self._pad = 0

    def write_header(self, header: Header) -> None:
        """Begin an entry; ``header.size`` bytes of content must follow for a regular file.

        Raises:
            GoError: the entry before is not complete.

        Go: Writer.WriteHeader
        """
        self._end_entry()
        records, numbers = _extended(header)
        if records:
            body = b"".join(format_pax_record(key, records[key]) for key in sorted(records))
            folder, _, base = header.name.rstrip("/").rpartition("/")
            name = f"{folder}/PaxHeaders.0/{base}" if folder else f"PaxHeaders.0/{base}"
            self._write_block(TYPE_X_HEADER, raw(name)[:100], b"", {"size": len(body)})
            self._stream.write(body + bytes(-len(body) % BLOCK_SIZE))
        link = raw(header.linkname)[:100]
        self._write_block(header.typeflag, raw(header.name), link, numbers)
        self._left = header.size if header.typeflag == TYPE_REG else 0
        self._pad = -self._left % BLOCK_SIZE

    def write(self, data: bytes) -> int:
        """Add content to the entry.

        Raises:
            GoError: more than the header promised.

        Go: Writer.Write
        """
        if len(data) > self._left:
            raise GoError("archive/tar: write too long")
        self._stream.write(data)
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        """Write the two zero blocks that end an archive.

        Go: Writer.Close
        """
        self._end_entry()
        self._stream.write(bytes(2 * BLOCK_SIZE))

    def _end_entry(self) -> None:
        if self._left:
            raise GoError(f"archive/tar: missed writing {self._left} bytes")
        if self._pad:
            self._stream.write(bytes(self._pad))
            self._pad = 0

    def _write_block(
        self, typeflag: str, name: bytes, link: bytes, numbers: dict[str, int]
    ) -> None:
        def octal(key: str, width: int) -> bytes:
            return b"%0*o\0" % (width - 1, numbers.get(key, 0))

        prefix, base = _split_name(name)
        block = bytearray(
            base.ljust(100, b"\0")
            + octal("mode", 8)
            + octal("uid", 8)
            + octal("gid", 8)
            + octal("size", 12)
            + octal("mtime", 12)
            + b" " * 8
            + typeflag.encode()
            + link.ljust(100, b"\0")
            + b"ustar\x0000"
            + bytes(64)
            + octal("devmajor", 8)
            + octal("devminor", 8)
            + prefix.ljust(167, b"\0")
        )
        block[148:156] = b"%06o\0 " % sum(block)
        self._stream.write(bytes(block))


def _extended(header: Header) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the records an entry needs, and the numbers left for the plain header."""
    records: dict[str, bytes] = {}
    name, link = raw(header.name), raw(header.linkname)
    prefix, base = _split_name(name)
    if not name.isascii() or len(prefix) + len(base) + bool(prefix) < len(name):
        records["path"] = name
    if not link.isascii() or len(link) > 100:
        records["linkpath"] = link
    numbers = {
        "mode": (header.mode, 7),
        "uid": (header.uid, 7),
        "gid": (header.gid, 7),
        "size": (header.size if header.typeflag == TYPE_REG else 0, 11),
        "mtime": (header.mod_time // _NANO, 11),
        "devmajor": (header.devmajor, 7),
        "devminor": (header.devminor, 7),
    }
    plain = {}
    for key, (value, digits) in numbers.items():
        fits = 0 <= value < 8**digits
        plain[key] = value if fits else 0
        if not fits:
            records[key] = str(value).encode()
    if header.mod_time % _NANO:
        records["mtime"] = format_pax_time(header.mod_time).encode()
    records.update({XATTR_PREFIX + key: value for key, value in header.xattrs.items()})
    return records, plain


def _split_name(name: bytes) -> tuple[bytes, bytes]:
    """Return USTAR's prefix and name; a name that cannot be split is cut to its field."""
    if len(name) <= 100:
        return b"", name
    cut = name.rfind(b"/", 0, 156)
    if cut <= 0 or not 0 < len(name) - cut - 1 <= 100:
        return b"", name[:100]
    return name[:cut], name[cut + 1 :]
