"""Writing down the skeleton of an archive while somebody else reads it.

Go: vendor/github.com/vbatts/tar-split/tar/asm/disassemble.go
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from engine.golang import tar
from engine.golang.io import Readable
from engine.vendor.vbatts.tar_split.archive.tar import Reader
from engine.vendor.vbatts.tar_split.tar.storage.entry import Entry, Type
from engine.vendor.vbatts.tar_split.tar.storage.getter import (
    Checksum,
    FilePutter,
    new_discard_file_putter,
)
from engine.vendor.vbatts.tar_split.tar.storage.packer import Packer

_PADDING_CHUNK = 1 << 20


def new_input_tar_stream(
    stream: Readable, packer: Packer, putter: FilePutter | None = None
) -> InputTarStream:
    """Return a stream with the same bytes as ``stream``; ``packer`` gets its skeleton.

    The caller reads to the very end, or the skeleton is not complete.

    Go: NewInputTarStream
    """
    return InputTarStream(stream, packer, putter or new_discard_file_putter())


class InputTarStream:
    """The bytes of an archive, whose skeleton is written down as they pass.

    Go has a goroutine and a pipe between the two readers. Here ``read`` moves the one forward
    until it has pulled something for the other, so they are never more than a chunk apart.
    """

    def __init__(self, stream: Readable, packer: Packer, putter: FilePutter) -> None:
        self._passing: deque[bytes] = deque()
        tee = _Tee(stream, self._passing)
        self._steps = _disassemble(Reader(tee), packer, putter)
        self._error: Exception | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, all that is left for -1, none at the end.

        Raises:
            GoError: the archive is damaged, or has a path twice; given after all bytes before it.
        """
        if size < 0:
            return b"".join(iter(lambda: self.read(tar.CHUNK), b""))
        if not self._passing:
            self._go_on()
        if not self._passing:
            if self._error is not None:
                raise self._error
            return b""
        chunk = self._passing.popleft()
        if len(chunk) > size:
            self._passing.appendleft(chunk[size:])
        return chunk[:size]

    def _go_on(self) -> None:
        """Take steps until one has pulled bytes; keep an error until they have been read."""
        try:
            for _ in self._steps:
                if self._passing:
                    return
        except Exception as error:
            self._error = error


class _Tee:
    """Hands every piece read from ``stream`` also to ``passing``."""

    def __init__(self, stream: Readable, passing: deque[bytes]) -> None:
        self._stream = stream
        self._passing = passing

    def read(self, size: int, /) -> bytes:
        chunk = self._stream.read(size)
        if chunk:
            self._passing.append(chunk)
        return chunk


def _disassemble(reader: Reader, packer: Packer, putter: FilePutter) -> Iterator[None]:
    """Pack entry after entry, pausing after each piece of the archive."""
    while True:
        header = reader.next()
        _pack_segment(packer, reader.raw_bytes())
        if header is None:
            break
        yield from _pack_file(reader, header, packer, putter)
        yield
    # What follows the two zero blocks is kept too, in pieces: it may be long.
    while True:
        padding = reader.rest(_PADDING_CHUNK)
        packer.add_entry(Entry(Type.SEGMENT, padding))
        if not padding:
            return
        yield


def _pack_file(
    reader: Reader, header: tar.Header, packer: Packer, putter: FilePutter
) -> Iterator[None]:
    """Pack one file's checksum, and pause after each piece of its content.

    Differs from Go: what an archive stores of a file with holes is kept as raw bytes, and the
    size that some archives give a link or directory is not kept. Go keeps a checksum of the file
    with its holes filled, and a size without content, and cannot rebuild these archives.
    """
    checksum: bytes | None = None
    size = 0 if header.typeflag in tar.HEADER_ONLY else header.size
    if reader.is_sparse:
        packer.add_entry(Entry(Type.FILE, None, header.name))
        for piece in reader.stored():
            packer.add_entry(Entry(Type.SEGMENT, piece))
            yield
        return
    if size > 0:
        running = Checksum()
        for piece in putter.put(header.name, reader.chunks()):
            running.update(piece)
            yield
        checksum = running.digest()
    packer.add_entry(Entry(Type.FILE, checksum, header.name, size))


def _pack_segment(packer: Packer, raw: bytes) -> None:
    if raw:
        packer.add_entry(Entry(Type.SEGMENT, raw))
