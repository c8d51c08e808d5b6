"""One 512-byte header block, decoded.

Go: archive/tar/format.go, archive/tar/reader.go
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from engine.golang.tar.common import Header, HeaderError
from engine.golang.tar.strconv import parse_numeric, parse_octal, parse_string

_NANO = 1_000_000_000
V7, USTAR, GNU, STAR = "v7", "ustar", "gnu", "star"


def get_format(block: bytes) -> str:
    """Return which dialect of tar ``block`` is written in.

    Raises:
        HeaderError: the checksum is wrong, so it is no header.

    Go: block.GetFormat
    """
    _verify(block)
    magic = block[257:263]
    if magic == b"ustar\0":
        return STAR if block[508:512] == b"tar\0" else USTAR
    return GNU if magic == b"ustar " and block[263:265] == b" \0" else V7


def _verify(block: bytes) -> None:
    """Compare the checksum with the sum of the bytes, taken as unsigned or (Sun) signed."""
    stated = parse_octal(block[148:156])
    unsigned = sum(block) - sum(block[148:156]) + 8 * 0x20
    if stated == unsigned:
        return
    others = block[:148] + block[156:]
    if stated != unsigned - 256 * sum(byte >= 0x80 for byte in others):
        raise HeaderError


def parse_header(block: bytes) -> Header:
    """Return what ``block`` says, before any extended header is applied.

    Raises:
        HeaderError: it is no tar header.

    Go: archive/tar/reader.go Reader.readHeader
    """
    return Header(**_fields(block))


@lru_cache(maxsize=640)
def _fields(block: bytes) -> dict[str, Any]:
    """Return the fields of a header; nobody may change them.

    Every block of a layer is asked for twice, by who unpacks it and, at most 512 blocks before,
    by who writes down its skeleton.
    """
    kind = get_format(block)
    fields: dict[str, Any] = {
        "typeflag": chr(block[156]),
        "name": parse_string(block[:100]),
        "linkname": parse_string(block[157:257]),
        "size": parse_numeric(block[124:136]),
        "mode": parse_numeric(block[100:108]),
        "uid": parse_numeric(block[108:116]),
        "gid": parse_numeric(block[116:124]),
        "mod_time": parse_numeric(block[136:148]) * _NANO,
    }
    if kind == V7:
        return fields
    fields["uname"] = parse_string(block[265:297])
    fields["gname"] = parse_string(block[297:329])
    fields["devmajor"] = parse_numeric(block[329:337])
    fields["devminor"] = parse_numeric(block[337:345])
    prefix = ""
    if kind == USTAR:
        prefix = parse_string(block[345:500])
    elif kind == STAR:
        prefix = parse_string(block[345:476])
        fields["access_time"] = parse_numeric(block[476:488]) * _NANO
        fields["change_time"] = parse_numeric(block[488:500]) * _NANO
    else:
        prefix = _gnu_times(fields, block)
    if prefix:
        fields["name"] = f"{prefix}/{fields['name']}"
    return fields


def _gnu_times(fields: dict[str, Any], block: bytes) -> str:
    """Read GNU's two extra times, or the prefix that early Go wrote over them.

    See https://golang.org/issues/12594: such archives exist, so a field that is no number is
    taken as a prefix if it is plain ASCII.
    """
    try:
        if block[345]:
            fields["access_time"] = parse_numeric(block[345:357]) * _NANO
        if block[357]:
            fields["change_time"] = parse_numeric(block[357:369]) * _NANO
    except HeaderError:
        fields["access_time"] = fields["change_time"] = None
        prefix = parse_string(block[345:500])
        return prefix if prefix.isascii() else ""
    return ""
