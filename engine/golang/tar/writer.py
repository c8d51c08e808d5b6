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
            self._stream.write(_block(Header(name=name, typeflag=TYPE_X_HEADER), size=len(body)))
            self._stream.write(body + bytes(-len(body) % BLOCK_SIZE))
        self._stream.write(_block(header, **numbers))
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


def _block(header: Header, **numbers: int) -> bytes:
    """Return a header block; what is too long for its field is cut, the records have it whole."""

    def octal(key: str, width: int) -> bytes:
        return b"%0*o\0" % (width - 1, numbers.get(key, 0))

    def string(value: str, width: int) -> bytes:
        return value.encode("ascii", "ignore")[:width].ljust(width, b"\0")

    block = bytearray(
        string(header.name, 100)
        + octal("mode", 8)
        + octal("uid", 8)
        + octal("gid", 8)
        + octal("size", 12)
        + octal("mtime", 12)
        + b" " * 8
        + header.typeflag.encode()
        + string(header.linkname, 100)
        + b"ustar\x0000"
        + string(header.uname, 32)
        + string(header.gname, 32)
        + octal("devmajor", 8)
        + octal("devminor", 8)
        + bytes(167)
    )
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def _extended(header: Header) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the records an entry needs, and the numbers left for the plain header."""
    records: dict[str, bytes] = {}
    for key, value, width in (
        ("path", header.name, 100),
        ("linkpath", header.linkname, 100),
        ("uname", header.uname, 32),
        ("gname", header.gname, 32),
    ):
        if not value.isascii() or len(value) > width:
            records[key] = raw(value)
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
    for key, (number, digits) in numbers.items():
        fits = 0 <= number < 8**digits
        plain[key] = number if fits else 0
        if not fits:
            records[key] = str(number).encode()
    if header.mod_time % _NANO:
        records["mtime"] = format_pax_time(header.mod_time).encode()
    records.update({XATTR_PREFIX + key: value for key, value in header.xattrs.items()})
    return records, plain
