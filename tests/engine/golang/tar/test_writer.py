from __future__ import annotations

import io
import tarfile

import pytest

from engine.golang import tar
from engine.golang.errors import GoError


def written(*headers: tar.Header) -> bytes:
    buffer = io.BytesIO()
    writer = tar.Writer(buffer)
    for header in headers:
        writer.write_header(header)
        if header.typeflag == tar.TYPE_REG:
            writer.write(b"x" * header.size)
    writer.close()
    return buffer.getvalue()


def test_others_can_read_what_it_writes() -> None:
    file = tar.Header(
        name="é" * 80,
        size=700,
        mode=0o100755,
        uid=1 << 30,
        mod_time=1_500_000_000,
        uname="root",
        xattrs={"user.a": b"1"},
    )
    link = tar.Header(name="l", typeflag=tar.TYPE_SYMLINK, linkname="t" * 200)

    with tarfile.open(fileobj=io.BytesIO(written(file, link))) as archive:
        first, second = archive.getmembers()

    assert (first.name, first.size, first.uid, first.mtime) == ("é" * 80, 700, 1 << 30, 1.5)
    assert first.pax_headers["SCHILY.xattr.user.a"] == "1"
    assert (second.name, second.linkname) == ("l", "t" * 200)


def test_a_plain_file_needs_no_extended_header() -> None:
    data = written(tar.Header(name="a", size=1, mode=0o644))

    assert len(data) == 512 + 512 + 1024
    assert data[257:265] == b"ustar\x0000"


def test_our_own_reader_gives_back_the_header() -> None:
    header = tar.Header(name="d/" * 90 + "f", mode=0o644, uid=5, mod_time=7_000_000_001)

    read = tar.Reader(io.BytesIO(written(header))).next()

    assert read is not None
    assert (read.name, read.uid, read.mod_time) == (header.name, 5, 7_000_000_001)


def test_content_must_have_the_length_that_was_promised() -> None:
    writer = tar.Writer(io.BytesIO())
    writer.write_header(tar.Header(name="a", size=2))

    with pytest.raises(GoError, match="write too long"):
        writer.write(b"abc")
    with pytest.raises(GoError, match="missed writing 2 bytes"):
        writer.close()
