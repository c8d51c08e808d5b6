"""Putting an archive together again from its skeleton and the files of the layer.

Go: vendor/github.com/vbatts/tar-split/tar/asm/assemble.go
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from engine.golang import tar
from engine.golang.errors import GoError
from engine.golang.io import ChunkReader, Writable
from engine.golang.strconv import quote
from engine.vendor.vbatts.tar_split.tar.storage.entry import Entry, Type
from engine.vendor.vbatts.tar_split.tar.storage.getter import Checksum, FileGetter
from engine.vendor.vbatts.tar_split.tar.storage.packer import Unpacker


def new_output_tar_stream(getter: FileGetter, unpacker: Unpacker) -> ChunkReader:
    """Return the archive as a stream, to the byte as it once came in.

    Reading it raises GoError where a file is not what it was, OSError where it is gone.

    Go: NewOutputTarStream
    """
    return ChunkReader(_assemble(getter, unpacker))


def write_output_tar_stream(getter: FileGetter, unpacker: Unpacker, out: Writable) -> None:
    """Write the archive to ``out``.

    Raises:
        GoError: a file is not what it was.
        OSError: a file is gone.

    Go: WriteOutputTarStream
    """
    for chunk in _assemble(getter, unpacker):
        out.write(chunk)


def _assemble(getter: FileGetter, unpacker: Unpacker) -> Generator[bytes]:
    while (entry := unpacker.next()) is not None:
        if entry.type == Type.SEGMENT:
            if entry.payload:
                yield entry.payload
        elif entry.size:
            yield from _content(getter, entry)


def _content(getter: FileGetter, entry: Entry) -> Iterator[bytes]:
    checksum = Checksum()
    with getter.get(entry.name) as file:
        while chunk := file.read(tar.CHUNK):
            checksum.update(chunk)
            yield chunk
    if checksum.digest() != entry.payload:
        raise GoError(f"file integrity checksum failed for {quote(entry.name)}")
