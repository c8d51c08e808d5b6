from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
from collections.abc import Callable

import pytest
import zstandard

from engine.golang.errors import GoError
from engine.pkg.archive import Compression, decompress_stream, detect_compression
from engine.pkg.archive.compression import Bomb

Compress = Callable[[bytes], bytes]
FORMATS: list[tuple[Compression, Compress]] = [
    (Compression.UNCOMPRESSED, bytes),
    (Compression.GZIP, gzip.compress),
    (Compression.BZIP2, bz2.compress),
    (Compression.XZ, lzma.compress),
    (Compression.ZSTD, zstandard.compress),
]


@pytest.fixture(params=["ISA-L", "zlib"], autouse=True)
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
    else:
        pytest.importorskip("isal")


each = pytest.mark.parametrize(
    ("compression", "compress"), FORMATS, ids=[compression.name for compression, _ in FORMATS]
)


@each
def test_the_first_bytes_tell(compression: Compression, compress: Compress) -> None:
    found = detect_compression(compress(b"text"))

    assert found == compression


@each
def test_what_was_compressed_comes_back(compression: Compression, compress: Compress) -> None:
    data = bytes(range(256)) * 10_000

    read = decompress_stream(io.BytesIO(compress(data))).read()

    assert read == data


@each
def test_streams_after_one_another_are_one(compression: Compression, compress: Compress) -> None:
    joined = compress(b"one") + compress(b"two")

    read = decompress_stream(io.BytesIO(joined)).read()

    assert read == b"onetwo"


@each
def test_a_little_that_is_a_lot_comes_in_pieces(
    compression: Compression, compress: Compress
) -> None:
    stream = decompress_stream(io.BytesIO(compress(bytes(30 << 20))))

    sizes = [len(piece) for piece in iter(lambda: stream.read(1 << 30), b"")]

    assert sum(sizes) == 30 << 20
    assert max(sizes) <= 1 << 18


@pytest.mark.parametrize(("compression", "compress"), FORMATS[1:4])
def test_what_is_cut_off_is_an_error(compression: Compression, compress: Compress) -> None:
    stream = decompress_stream(io.BytesIO(compress(bytes(range(256)) * 40)[:-12]))

    with pytest.raises(GoError, match=r"^unexpected EOF$"):
        stream.read()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (gzip.compress(b"text")[:-8] + b"12345678", "gzip: invalid checksum"),
        (gzip.compress(b"text") + b"garbage enough", "gzip: invalid header"),
        (gzip.compress(b"text")[:10] + b"\xff" * 20, "flate: corrupt input"),
        (b"BZh9" + b"x" * 20, "bzip2 data invalid"),
        (b"\xfd7zXZ\x00" + b"x" * 20, "xz: data invalid"),
        (b"\x28\xb5\x2f\xfd" + b"\xff" * 20, "zstd: "),
    ],
    ids=["checksum", "garbage", "flate", "bzip2", "xz", "zstd"],
)
def test_damage_is_an_error(data: bytes, said: str) -> None:
    with pytest.raises(GoError) as caught:
        decompress_stream(io.BytesIO(data)).read()

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(("compression", "compress"), FORMATS[1:])
def test_next_to_nothing_that_never_ends_is_refused(
    compression: Compression, compress: Compress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bomb, "ENOUGH", 1 << 20)
    monkeypatch.setattr(Bomb, "TIMES", 100)
    stream = decompress_stream(io.BytesIO(compress(bytes(64 << 20))))
    got = 0

    with pytest.raises(Bomb, match=r"^the archive is a decompression bomb: it inflates to over "):
        while piece := stream.read(1 << 16):
            got += len(piece)

    assert got <= 24 << 20


def test_much_that_becomes_more_is_no_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bomb, "ENOUGH", 1 << 20)
    data = os.urandom(1 << 16) * 40

    assert decompress_stream(io.BytesIO(gzip.compress(data))).read() == data


def test_nothing_stays_nothing() -> None:
    assert decompress_stream(io.BytesIO(b"")).read() == b""


def test_extensions_are_the_usual_ones() -> None:
    names = [compression.extension() for compression in Compression]

    assert names == ["tar", "tar.bz2", "tar.gz", "tar.xz", "tar.zst"]
