"""Files with holes: where their data belongs, in the three ways archives say so.

Go: archive/tar reader.go Reader.handleSparseFile
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.golang.errors import GoError
from engine.golang.tar.common import BLOCK_SIZE, Header, HeaderError
from engine.golang.tar.strconv import parse_int

_MAJOR, _MINOR = "GNU.sparse.major", "GNU.sparse.minor"
_MAP, _COUNT = "GNU.sparse.map", "GNU.sparse.numblocks"
_NAME, _SIZE, _REAL_SIZE = "GNU.sparse.name", "GNU.sparse.size", "GNU.sparse.realsize"
_OFFSET, _NUM_BYTES = "GNU.sparse.offset", "GNU.sparse.numbytes"
_ZEROS = bytes(1 << 16)
# A map larger than this is an attack, not a file.
_MAX_ENTRIES = 1 << 20

Extents = list[tuple[int, int]]


def join_offsets(records: list[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return the records with format 0.0's repeated offset and length turned into 0.1's map.

    Raises:
        HeaderError: offsets and lengths do not alternate.

    Go: parsePAX
    """
    out: dict[str, bytes] = {}
    numbers: list[bytes] = []
    for key, value in records:
        if key in (_OFFSET, _NUM_BYTES):
            if key != (_NUM_BYTES if len(numbers) % 2 else _OFFSET) or b"," in value:
                raise HeaderError
            numbers.append(value)
        else:
            out[key] = value
    if numbers:
        out[_MAP] = b",".join(numbers)
    return out


def sparse_extents(header: Header, take: Callable[[int], bytes]) -> Extents | None:
    """Return where the data of a sparse file go, or None for an ordinary one.

    Sets the header's real name and size. ``take`` reads from the file's content, where format
    1.0 keeps its map.

    Raises:
        HeaderError: the map is damaged or does not fit the size.

    Go: Reader.readGNUSparsePAXHeaders
    """
    records = header.pax_records
    version = (records.get(_MAJOR, ""), records.get(_MINOR, ""))
    if version == ("1", "0"):
        in_content = True
    elif version in (("0", "0"), ("0", "1")) or (version == ("", "") and records.get(_MAP)):
        in_content = False
    else:
        return None
    header.name = records.get(_NAME) or header.name
    size = records.get(_SIZE) or records.get(_REAL_SIZE)
    if size:
        header.size = parse_int(size)
    extents = _map_in_content(take) if in_content else _map_in_records(records)
    _validate(extents, header.size)
    return extents


def _map_in_records(records: dict[str, str]) -> Extents:
    numbers = [parse_int(number) for number in records.get(_MAP, "").split(",") if number]
    if len(numbers) != 2 * parse_int(records.get(_COUNT, "")):
        raise HeaderError
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _map_in_content(take: Callable[[int], bytes]) -> Extents:
    """Read newline-ended decimal numbers, count first, in whole blocks."""
    data = take(BLOCK_SIZE)
    while b"\n" not in data:
        data += take(BLOCK_SIZE)
    count = parse_int(data.partition(b"\n")[0].decode("latin-1"))
    if not 0 <= count <= _MAX_ENTRIES:
        raise HeaderError
    lines = data.count(b"\n")
    blocks = [data]
    while lines < 1 + 2 * count:
        blocks.append(take(BLOCK_SIZE))
        lines += blocks[-1].count(b"\n")
    fields = b"".join(blocks).split(b"\n")[1 : 1 + 2 * count]
    numbers = [parse_int(number.decode("latin-1")) for number in fields]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _validate(extents: Extents, size: int) -> None:
    """Refuse extents that overlap, run backwards or leave the file.

    Go: validateSparseEntries
    """
    end = 0
    for offset, length in extents:
        if offset < end or length < 0 or offset + length > size:
            raise HeaderError
        end = offset + length
    if size < 0:
        raise HeaderError


def expand(extents: Extents, size: int, data: Callable[[int], Iterator[bytes]]) -> Iterator[bytes]:
    """Yield the file as a reader sees it, holes filled with zeros.

    Go: sparseFileReader.Read
    """
    position = 0
    for offset, length in extents:
        yield from _hole(offset - position)
        got = 0
        for chunk in data(length):
            got += len(chunk)
            yield chunk
        if got < length:
            raise GoError("archive/tar: sparse file references non-existent data")
        position = offset + length
    yield from _hole(size - position)


def _hole(length: int) -> Iterator[bytes]:
    while length > 0:
        yield _ZEROS[:length]
        length -= len(_ZEROS)
