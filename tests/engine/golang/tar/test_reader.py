from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.golang import tar
from engine.golang.errors import GoError
from engine.golang.io import UnexpectedEOF


def archive(*entries: tarfile.TarInfo, format: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as out:
        for entry in entries:
            out.addfile(entry, io.BytesIO(b"x" * entry.size))
    return buffer.getvalue()


def entry(name: str, **fields: object) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def read(data: bytes) -> list[tuple[tar.Header, bytes]]:
    reader = tar.Reader(io.BytesIO(data))
    found = []
    while (header := reader.next()) is not None:
        found.append((header, b"".join(reader.chunks())))
    return found


class Trickle:
    """Gives one byte a call, as a slow connection may."""

    def __init__(self, data: bytes) -> None:
        self._inner = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        return self._inner.read(min(size, 1))


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_dialect_gives_the_same_entry(format: int) -> None:
    written = entry("a/b", size=3, mode=0o4755, uid=7, gid=8, mtime=99, uname="u", gname="g")

    [(header, content)] = read(archive(written, format=format))

    assert (header.name, header.size, header.mode, content) == ("a/b", 3, 0o4755, b"xxx")
    assert (header.uid, header.gid, header.uname, header.gname) == (7, 8, "u", "g")
    assert (header.mod_time, header.access_time) == (99_000_000_000, None)


@pytest.mark.parametrize("format", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_come_whole(format: int) -> None:
    name, target = "d/" * 100 + "n" * 200, "t" * 300
    link = entry(name, type=tarfile.SYMTYPE, linkname=target)

    [(header, _)] = read(archive(link, format=format))

    assert (header.name, header.linkname) == (name, target)


@pytest.mark.parametrize("format", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_large_and_negative_numbers_come_whole(format: int) -> None:
    written = entry("a", uid=1 << 33, gid=3_000_000, mtime=-5)

    [(header, _)] = read(archive(written, format=format))

    assert (header.uid, header.gid, header.mod_time) == (1 << 33, 3_000_000, -5_000_000_000)


def test_extended_records_give_times_to_the_nanosecond_and_attributes() -> None:
    pax = {"atime": "3.25", "ctime": "-1.5", "SCHILY.xattr.user.a": "v=1"}
    written = entry("a", mtime=1.000000001, pax_headers={**pax, "mtime": "1.0000000019"})

    [(header, _)] = read(archive(written))

    assert header.mod_time == 1_000_000_001
    assert (header.access_time, header.change_time) == (3_250_000_000, -1_500_000_000)
    assert header.xattrs == {"user.a": b"v=1"}


def test_a_name_that_is_no_utf8_keeps_its_bytes() -> None:
    written = entry(os.fsdecode(b"\xff\xfe"))

    [(header, _)] = read(archive(written, format=tarfile.GNU_FORMAT))

    assert os.fsencode(header.name) == b"\xff\xfe"


def test_an_old_archive_marks_directories_by_a_slash() -> None:
    data = bytearray(archive(entry("d/", type=tarfile.AREGTYPE), format=tarfile.USTAR_FORMAT))

    [(header, _)] = read(bytes(data))

    assert header.typeflag == tar.TYPE_DIR


def test_a_header_without_content_is_not_skipped_over_by_its_size() -> None:
    link = entry("l", type=tarfile.LNKTYPE, linkname="a")
    data = bytearray(archive(link, entry("a", size=1), format=tarfile.USTAR_FORMAT))
    data[124:136] = b"00000001000\0"
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + sum(data[156:512]) + 256)

    names = [header.name for header, _ in read(bytes(data))]

    assert names == ["l", "a"]


def test_what_is_not_read_is_skipped() -> None:
    reader = tar.Reader(io.BytesIO(archive(entry("a", size=100_000), entry("b", size=1))))

    names = [header.name for header in iter(reader.next, None)]

    assert names == ["a", "b"]


def test_a_stream_may_come_byte_by_byte() -> None:
    reader = tar.Reader(Trickle(archive(entry("a", size=600), entry("b"))))

    first = reader.next()
    content = b"".join(reader.chunks())
    second = reader.next()

    assert first is not None
    assert second is not None
    assert (first.name, len(content), second.name, reader.next()) == ("a", 600, "b", None)


def test_nothing_and_a_single_zero_block_are_empty_archives() -> None:
    assert read(b"") == []
    assert read(bytes(512)) == []


def _damage(data: bytes, at: int) -> bytes:
    return data[:at] + bytes((data[at] ^ 0x40,)) + data[at + 1 :]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda data: b"junk" * 300, "archive/tar: invalid tar header"),
        (lambda data: _damage(data, 0), "archive/tar: invalid tar header"),
        (lambda data: data[:300], "unexpected EOF"),
        (lambda data: data[:520], "unexpected EOF"),
        (lambda data: bytes(512) + data, "archive/tar: invalid tar header"),
    ],
    ids=["no tar", "wrong checksum", "half a header", "half a file", "zeros before data"],
)
def test_a_damaged_archive_is_refused(broken: Callable[[bytes], bytes], said: str) -> None:
    data = broken(archive(entry("a", size=600), format=tarfile.USTAR_FORMAT))

    with pytest.raises(GoError) as caught:
        read(data)

    assert str(caught.value) == said


@pytest.mark.parametrize(
    "record", [b"8 path=a\n", b"x a=b\n", b"6 a=b\n"[:5], b"8 =value\n", b"30 a=b\n"]
)
def test_a_damaged_extended_record_is_refused(record: bytes) -> None:
    header = entry("x", type=b"x", size=len(record))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as out:
        out.addfile(header, io.BytesIO(record))

    with pytest.raises(tar.HeaderError):
        read(buffer.getvalue())


def test_an_extended_header_has_a_limit() -> None:
    huge = entry("x", type=b"L", size=tar.Reader.META_LIMIT + 1)

    with pytest.raises(GoError, match=r"^archive/tar: header field too long$"):
        read(archive(huge, format=tarfile.USTAR_FORMAT))


def test_a_global_header_is_an_entry_of_its_own() -> None:
    buffer = io.BytesIO()
    pax = {"comment": "c"}
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT, pax_headers=pax) as out:
        out.addfile(entry("a"))

    found = read(buffer.getvalue())

    assert [header.typeflag for header, _ in found] == [tar.TYPE_X_GLOBAL_HEADER, tar.TYPE_REG]


@pytest.mark.parametrize(
    "options",
    [["--posix", "--sparse-version=0.0"], ["--posix", "--sparse-version=0.1"], ["--posix"]],
    ids=["0.0", "0.1", "1.0"],
)
def test_holes_are_read_as_zeros(tmp_path: Path, options: list[str]) -> None:
    file = tmp_path / "holes"
    with file.open("wb") as out:
        out.write(b"begin")
        out.seek(1 << 20)
        out.write(b"middle")
        out.truncate(3 << 20)
    command = ["tar", "-S", *options, "-C", str(tmp_path), "-c", "holes"]
    data = subprocess.run(command, check=True, capture_output=True).stdout

    [(header, content)] = read(data)

    assert len(data) < 1 << 20
    assert (header.name, header.size) == ("holes", 3 << 20)
    assert content == file.read_bytes()


def test_a_map_of_holes_that_leaves_the_file_is_refused() -> None:
    pax = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.numblocks": "1",
        "GNU.sparse.map": "5,5",
        "GNU.sparse.size": "8",
    }

    with pytest.raises(tar.HeaderError):
        read(archive(entry("a", size=5, pax_headers=pax)))


@given(st.binary(max_size=2048))
def test_no_bytes_make_the_reader_fail_otherwise(data: bytes) -> None:
    try:
        read(data)
    except GoError as error:
        assert isinstance(error, (tar.HeaderError, UnexpectedEOF))


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4))
def test_no_damage_makes_the_reader_fail_otherwise(damage: list[tuple[int, int]]) -> None:
    data = bytearray(archive(entry("é" * 60, size=20, mtime=1.5), entry("b")))
    for at, value in damage:
        data[at] = value

    try:
        read(bytes(data))
    except GoError as error:
        assert str(error)


def _with(block: bytes, changes: dict[int, bytes]) -> bytes:
    """Return a header with bytes changed and its checksum made right."""
    header = bytearray(block)
    for at, data in changes.items():
        header[at : at + len(data)] = data
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


GNU = entry("name").tobuf(tarfile.GNU_FORMAT)
USTAR = entry("name").tobuf(tarfile.USTAR_FORMAT)


def test_gnus_own_times_are_read() -> None:
    block = _with(GNU, {345: b"00000000012\0", 357: b"00000000013\0"})

    [(header, _)] = read(block)

    assert (header.access_time, header.change_time) == (10_000_000_000, 11_000_000_000)


@pytest.mark.parametrize(("prefix", "name"), [(b"some/dir", "some/dir/name"), (b"\xff/x", "name")])
def test_a_prefix_where_gnu_has_times_is_read_as_early_go_wrote_it(
    prefix: bytes, name: str
) -> None:
    [(header, _)] = read(_with(GNU, {345: prefix}))

    assert (header.name, header.access_time) == (name, None)


def test_schilys_dialect_has_a_short_prefix_and_times() -> None:
    block = _with(USTAR, {345: b"dir", 476: b"00000000012\0", 488: b"00000000013\0", 508: b"tar\0"})

    [(header, _)] = read(block)

    assert (header.name, header.access_time) == ("dir/name", 10_000_000_000)


def test_the_oldest_dialect_has_neither_prefix_nor_owners_by_name() -> None:
    [(header, _)] = read(_with(USTAR, {257: bytes(8), 265: b"user", 345: b"dir"}))

    assert (header.name, header.uname) == ("name", "")


def test_a_checksum_of_signed_bytes_is_right_too() -> None:
    block = bytearray(_with(USTAR, {0: b"\xe9\xe9"}))
    block[148:156] = b"%06o\0 " % (sum(block[:148]) + sum(block[156:]) + 256 - 512)

    [(header, _)] = read(bytes(block))

    assert header.name == "\udce9\udce9me"


@pytest.mark.parametrize(
    "changes",
    [
        {108: b"9999999\0"},
        {108: b"abcdefg\0"},
        {124: b"\x80" + b"\x7f" + b"\xff" * 10},
        {124: b"\xff" * 12},
    ],
    ids=["no octal digits", "letters", "more than 64 bits", "negative size"],
)
def test_a_wrong_number_is_refused(changes: dict[int, bytes]) -> None:
    with pytest.raises(tar.HeaderError):
        read(_with(USTAR, changes))


@pytest.mark.parametrize("record", ["mtime=1.x", "mtime=x", "size=1x", "uid=99999999999999999999"])
def test_a_wrong_value_in_an_extended_record_is_refused(record: str) -> None:
    key, _, value = record.partition("=")

    with pytest.raises(tar.HeaderError):
        read(archive(entry("a", pax_headers={key: value})))


def test_the_oldest_kind_of_file_with_holes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "holes"
    with file.open("wb") as out:
        for number in range(30):
            out.seek(number << 17)
            out.write(b"x" * 600)
    command = ["tar", "-S", "--format=gnu", "-C", str(tmp_path), "-c", "holes", "holes"]
    data = subprocess.run(command, check=True, capture_output=True).stdout

    found = read(data)

    assert len(data) < 1 << 20
    assert [header.typeflag for header, _ in found][:1] == ["S"]
    assert found[0][1] == file.read_bytes()


@pytest.mark.parametrize(
    "pax",
    [
        {"GNU.sparse.map": "0,5", "GNU.sparse.numblocks": "2", "GNU.sparse.size": "9"},
        {"GNU.sparse.map": "5,2,0,3", "GNU.sparse.numblocks": "2", "GNU.sparse.size": "9"},
        {"GNU.sparse.map": "0,5", "GNU.sparse.numblocks": "1", "GNU.sparse.size": "x"},
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.size": "9"},
    ],
    ids=["count", "backwards", "size", "no map in the content"],
)
def test_a_damaged_map_of_holes_is_refused(pax: dict[str, str]) -> None:
    with pytest.raises(GoError):
        read(archive(entry("a", size=5, pax_headers=pax)))


@pytest.mark.parametrize(
    ("size", "said"), [(3, "references non-existent data"), (9, "contains unreferenced data")]
)
def test_a_map_of_holes_must_fit_the_content(size: int, said: str) -> None:
    pax = {"GNU.sparse.map": "0,5", "GNU.sparse.numblocks": "1", "GNU.sparse.size": "9"}

    with pytest.raises(GoError, match=said):
        read(archive(entry("a", size=size, pax_headers=pax)))


def test_an_unknown_way_to_tell_of_holes_is_none() -> None:
    pax = {"GNU.sparse.major": "7", "GNU.sparse.minor": "0"}

    [(_, content)] = read(archive(entry("a", size=5, pax_headers=pax)))

    assert content == b"xxxxx"
