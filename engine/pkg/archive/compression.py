"""Telling how a stream is compressed, and undoing it.

Go: pkg/archive/archive.go
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import IntEnum
from typing import IO, Any, cast

from engine.golang.errors import GoError
from engine.golang.io import ChunkReader, Readable, UnexpectedEOF

_CHUNK = 1 << 18
_PEEK = 10


class Bomb(GoError):
    """Next to nothing that becomes more than anybody wants to unpack.

    Differs from Go: what inflates to more than 4 GiB and 500 times its size is refused as a
    decompression bomb; Go unpacks until the disk is full.
    """

    ENOUGH = 1 << 32
    TIMES = 500

    def __init__(self) -> None:
        size = f"{self.ENOUGH} bytes and to more than {self.TIMES} times its size"
        super().__init__(f"the archive is a decompression bomb: it inflates to over {size}")


class Compression(IntEnum):
    """How an archive is compressed.

    Differs from Go: 20.10 does not know zstd, which registries and build tools use today.

    Go: Compression
    """

    UNCOMPRESSED = 0
    BZIP2 = 1
    GZIP = 2
    XZ = 3
    ZSTD = 4

    def extension(self) -> str:
        """Return the usual end of the file name.

        Go: Compression.Extension
        """
        return ("tar", "tar.bz2", "tar.gz", "tar.xz", "tar.zst")[self]


_MAGIC = {
    b"BZh": Compression.BZIP2,
    b"\x1f\x8b\x08": Compression.GZIP,
    b"\xfd7zXZ\x00": Compression.XZ,
    b"\x28\xb5\x2f\xfd": Compression.ZSTD,
}


def detect_compression(source: bytes) -> Compression:
    """Return the compression that the first bytes of a stream tell.

    Go: DetectCompression
    """
    for magic, compression in _MAGIC.items():
        if source.startswith(magic):
            return compression
    return Compression.UNCOMPRESSED


def decompress_stream(archive: Readable) -> ChunkReader:
    """Return ``archive`` without its compression, if it has any.

    An empty stream stays an empty stream, see https://github.com/moby/moby/issues/18170. Reading
    raises GoError where the data are damaged, UnexpectedEOF where they are cut off, and Bomb where
    they are next to nothing and become more than anybody wants to unpack. Differs from
    Go: all is done in this process, where Go starts `unpigz` and `xz`.

    Raises:
        GoError: zstd, and the package for it is not installed.

    Go: DecompressStream
    """
    head = archive.read(_CHUNK)
    while 0 < len(head) < _PEEK and (more := archive.read(_CHUNK)):
        head += more
    source = _Prefixed(head, archive)
    compression = detect_compression(head)
    if compression == Compression.UNCOMPRESSED:
        return ChunkReader(_pieces(source))
    if compression == Compression.GZIP:
        inflated = _inflate(source, _gzip_decoder, _gzip_fault)
    elif compression == Compression.BZIP2:
        inflated = _inflate(source, _bzip2_decoder, _fault("bzip2 data invalid"))
    elif compression == Compression.XZ:
        inflated = _inflate(source, _xz_decoder, _fault("xz: data invalid"))
    else:
        inflated = _unzstd(source)
    return ChunkReader(_no_bomb(source, inflated))


def _no_bomb(source: _Prefixed, inflated: Generator[bytes]) -> Generator[bytes]:
    size = 0
    for piece in inflated:
        size += len(piece)
        if size > Bomb.ENOUGH and size > Bomb.TIMES * source.given:
            raise Bomb
        yield piece


class _Prefixed:
    """A stream of which the first piece was read before."""

    def __init__(self, head: bytes, stream: Readable) -> None:
        self._head = head
        self._stream = stream
        self.given = 0

    def read(self, size: int, /) -> bytes:
        if self._head:
            piece, self._head = self._head[:size], self._head[size:]
        else:
            piece = self._stream.read(size)
        self.given += len(piece)
        return piece


def _pieces(source: Readable) -> Generator[bytes]:
    while piece := source.read(_CHUNK):
        yield piece


class _GzipDecoder:
    """zlib's decoder with the manners of the bz2 and lzma ones."""

    def __init__(self) -> None:
        self._inner = _zlib().decompressobj(31)
        self._pending = b""

    @property
    def eof(self) -> bool:
        ended: bool = self._inner.eof
        return ended

    @property
    def unused_data(self) -> bytes:
        unused: bytes = self._inner.unused_data
        return unused

    @property
    def needs_input(self) -> bool:
        return not self._pending

    def decompress(self, data: bytes, size: int) -> bytes:
        out: bytes = self._inner.decompress(self._pending + data, size)
        self._pending = self._inner.unconsumed_tail
        return out

    def flush(self) -> bytes:
        rest: bytes = self._inner.flush()
        return rest


def _zlib() -> Any:
    """Return Intel's ISA-L, which inflates more than twice as fast, or zlib where that is not."""
    try:
        from isal import isal_zlib
    except ImportError:
        import zlib

        return zlib
    return isal_zlib


def _gzip_decoder() -> Any:
    return _GzipDecoder()


def _bzip2_decoder() -> Any:
    import bz2

    return bz2.BZ2Decompressor()


def _xz_decoder() -> Any:
    import lzma

    return lzma.LZMADecompressor(lzma.FORMAT_XZ)


def _inflate(
    source: Readable, new: Callable[[], Any], fault: Callable[[Exception], GoError]
) -> Generator[bytes]:
    """Yield what one compressed stream after another holds, never more than a chunk at once."""
    from lzma import LZMAError

    decoder = new()
    data = source.read(_CHUNK)
    try:
        while data or not decoder.needs_input:
            if out := decoder.decompress(data, _CHUNK):
                yield out
            if decoder.eof:
                data = decoder.unused_data or source.read(_CHUNK)
                if not data:
                    return
                decoder = new()
            else:
                data = source.read(_CHUNK) if decoder.needs_input else b""
        if isinstance(decoder, _GzipDecoder) and (out := decoder.flush()):
            yield out
    except (_zlib().error, LZMAError, OSError, ValueError) as error:
        raise fault(error) from error
    if not decoder.eof:
        raise UnexpectedEOF


# How zlib and ISA-L call it that a header, or the sum at the end, is not right.
_BAD_HEADER = ("header c", "compression method", "compress method", "wrapper found")
_BAD_SUM = ("data check", "length check", "Incorrect checksum")


def _gzip_fault(error: Exception) -> GoError:
    said = str(error)
    if any(words in said for words in _BAD_HEADER):
        return GoError("gzip: invalid header")
    if any(words in said for words in _BAD_SUM):
        return GoError("gzip: invalid checksum")
    return GoError("flate: corrupt input")


def _fault(prefix: str) -> Callable[[Exception], GoError]:
    return lambda error: GoError(f"{prefix}: {error}")


def _unzstd(source: Readable) -> Generator[bytes]:
    try:
        import zstandard
    except ImportError as error:
        raise GoError("zstd: the package zstandard is not installed") from error
    reader = zstandard.ZstdDecompressor().stream_reader(
        cast("IO[bytes]", source), read_across_frames=True
    )
    try:
        while piece := reader.read(_CHUNK):
            yield piece
    except zstandard.ZstdError as error:
        raise GoError(f"zstd: {error}") from error
