from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from engine.golang import tar
from engine.golang.errors import GoError
from engine.vendor.vbatts.tar_split.tar.asm import (
    new_input_tar_stream,
    new_output_tar_stream,
    write_output_tar_stream,
)
from engine.vendor.vbatts.tar_split.tar.storage import (
    DuplicatePath,
    Entry,
    Type,
    new_json_packer,
    new_json_unpacker,
    new_path_file_getter,
)


def archive(*names: str, padding: bytes = b"", format: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=format) as out:
        for name in names:
            info = tarfile.TarInfo(name)
            if name.endswith("/"):
                info.type, info.mode = tarfile.DIRTYPE, 0o755
            else:
                info.size = 1000 + len(name)
            out.addfile(info, io.BytesIO(name.encode() * 1001))
    return buffer.getvalue() + padding


def disassemble(data: bytes) -> bytes:
    out = io.BytesIO()
    stream = new_input_tar_stream(io.BytesIO(data), new_json_packer(out))
    assert b"".join(iter(lambda: stream.read(700), b"")) == data
    return out.getvalue()


def lines(skeleton: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in skeleton.splitlines()]


def assemble(skeleton: bytes, root: Path) -> bytes:
    unpacker = new_json_unpacker(io.BytesIO(skeleton))
    return new_output_tar_stream(new_path_file_getter(str(root)), unpacker).read()


@pytest.mark.parametrize(
    "padding", [b"", bytes(512), b"more" * 400_000], ids=["no", "some", "much"]
)
def test_the_same_archive_comes_out(tmp_path: Path, padding: bytes) -> None:
    data = archive("a", "d/", "d/é", "e/" * 60 + "f", padding=padding)
    with tarfile.open(fileobj=io.BytesIO(data)) as out:
        # Not as an argument: Python 3.11.2, Debian 12's, has none of that name.
        out.extraction_filter = staticmethod(lambda member, path: member)
        out.extractall(tmp_path)

    skeleton = disassemble(data)

    assert assemble(skeleton, tmp_path) == data


def test_the_skeleton_is_written_as_dockerd_writes_it() -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as out:
        info = tarfile.TarInfo("<&>")
        info.size = 9
        out.addfile(info, io.BytesIO(b"123456789"))
        out.addfile(tarfile.TarInfo("empty"))
    data = buffer.getvalue()[: 512 * 5]

    skeleton = disassemble(data).decode().splitlines()

    header = b64encode(data[:512]).decode()
    assert skeleton[0] == f'{{"type":2,"payload":"{header}","position":0}}'
    assert skeleton[1] == (
        r'{"type":1,"name":"\u003c\u0026\u003e","size":9,"payload":"uQlWx3WkEAE=","position":1}'
    )
    assert skeleton[3] == '{"type":1,"name":"empty","payload":null,"position":3}'
    assert skeleton[-1] == '{"type":2,"payload":"","position":5}'
    assert len(skeleton) == 6


def test_a_name_that_is_no_utf8_is_kept_as_bytes(tmp_path: Path) -> None:
    name = b"\xff"
    (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as out:
        out.add(tmp_path / os.fsdecode(name), os.fsdecode(name))

    skeleton = disassemble(buffer.getvalue())

    assert lines(skeleton)[1]["name_raw"] == b64encode(name).decode()
    assert assemble(skeleton, tmp_path) == buffer.getvalue()


def test_a_file_with_holes_comes_out_as_it_came(tmp_path: Path) -> None:
    with (tmp_path / "holes").open("wb") as file:
        file.seek(1 << 20)
        file.write(b"end")
    command = ["tar", "-S", "--posix", "-C", str(tmp_path), "-c", "holes"]
    data = subprocess.run(command, check=True, capture_output=True).stdout

    skeleton = disassemble(data)

    assert assemble(skeleton, tmp_path) == data


def test_a_size_without_content_does_not_spoil_the_archive(tmp_path: Path) -> None:
    link = tarfile.TarInfo("l")
    link.type, link.linkname = tarfile.LNKTYPE, "a"
    header = bytearray(link.tobuf(tarfile.USTAR_FORMAT))
    header[124:136] = b"00000001000\0"
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + sum(header[156:]) + 256)
    data = bytes(header) + bytes(1024)

    skeleton = disassemble(data)

    assert assemble(skeleton, tmp_path) == data


def test_the_same_path_twice_is_refused() -> None:
    stream = new_input_tar_stream(io.BytesIO(archive("a", "./a")), new_json_packer(io.BytesIO()))

    with pytest.raises(DuplicatePath, match=r"^duplicates of file paths not supported$"):
        stream.read()


def test_a_damaged_archive_is_given_up_to_the_damage() -> None:
    data = archive("a")[:2048] + b"x" * 512
    stream = new_input_tar_stream(io.BytesIO(data), new_json_packer(io.BytesIO()))

    passed = stream.read(len(data))

    assert passed == data
    with pytest.raises(tar.HeaderError):
        stream.read(1)


def test_a_stream_is_never_far_ahead_of_its_reader() -> None:
    class Counting:
        def __init__(self) -> None:
            self.given = 0
            self._inner = io.BytesIO(archive("x" * 50) + bytes(64 << 20))

        def read(self, size: int, /) -> bytes:
            data = self._inner.read(size)
            self.given += len(data)
            return data

    source = Counting()
    stream = new_input_tar_stream(source, new_json_packer(io.BytesIO()))

    stream.read(512)

    assert source.given <= 2 * tar.CHUNK


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    skeleton = disassemble(archive("a"))
    (tmp_path / "a").write_bytes(b"b" * 1001)

    with pytest.raises(GoError, match=r'^file integrity checksum failed for "a"$'):
        assemble(skeleton, tmp_path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    skeleton = disassemble(archive("a"))

    with pytest.raises(OSError, match=r"^open /a: no such file or directory$"):
        assemble(skeleton, tmp_path)


def test_files_are_found_through_links_of_the_layer_but_not_outside(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "usr").mkdir(parents=True)
    (root / "usr/f").write_bytes(b"usr/f" * 201)
    (root / "bin").symlink_to("/usr")
    out = io.BytesIO()
    skeleton = disassemble(archive("bin/f"))
    content = (b"bin/f" * 1001)[:1005]
    (root / "usr/f").write_bytes(content)

    getter = new_path_file_getter(str(root))
    write_output_tar_stream(getter, new_json_unpacker(io.BytesIO(skeleton)), out)

    assert out.getvalue() == archive("bin/f")
    (root / "bin").unlink()
    (root / "bin").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/f").write_bytes(content)
    with pytest.raises(OSError, match="no such file or directory"):
        assemble(skeleton, root)


@pytest.mark.parametrize(
    "line",
    [b"{", b'{"type":9,"payload":null}', b"[]", b'{"payload":null}', b'{"type":2,"payload":1}'],
)
def test_a_damaged_skeleton_is_an_error(line: bytes) -> None:
    with pytest.raises(GoError, match="invalid tar-split entry"):
        new_json_unpacker(io.BytesIO(line)).next()


def test_a_skeleton_with_a_path_twice_is_refused() -> None:
    line = b'{"type":1,"name":"a","payload":null,"position":0}\n'
    unpacker = new_json_unpacker(io.BytesIO(line * 2))
    unpacker.next()

    with pytest.raises(DuplicatePath):
        unpacker.next()


def test_positions_count_up() -> None:
    out = io.BytesIO()
    packer = new_json_packer(out)

    positions = [packer.add_entry(Entry(Type.SEGMENT, b"a")) for _ in range(3)]

    assert positions == [0, 1, 2]
    assert b64decode(str(lines(out.getvalue())[2]["payload"])) == b"a"
