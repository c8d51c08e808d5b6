from __future__ import annotations

import io
import os
import socket
import stat
import tarfile
from pathlib import Path

import pytest

from engine.pkg import archive
from engine.pkg.archive import TarOptions, WhiteoutFormat
from engine.pkg.idtools.idtools import Identity, IDMap

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may give files away and make device nodes"
)


def packed(root: Path, options: TarOptions | None = None) -> dict[str, tarfile.TarInfo]:
    data = archive.tar_with_options(str(root), options or TarOptions()).read()
    with tarfile.open(fileobj=io.BytesIO(data)) as out:
        return {info.name: info for info in out.getmembers()}


def test_what_is_packed_unpacks_to_the_same(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    (source / "d").mkdir(parents=True)
    target.mkdir()
    (source / "d/f").write_bytes(b"x" * 300_000)
    os.chown(source / "d/f", 5, 6)
    (source / "d/f").chmod(0o4755)
    (source / "l").symlink_to("d/f")
    os.link(source / "d/f", source / "hard")

    archive.untar(archive.tar_directory(str(source)), str(target))

    info = (target / "d/f").stat()
    assert (stat.S_IMODE(info.st_mode), info.st_uid, info.st_gid) == (0o4755, 5, 6)
    assert (target / "hard").samefile(target / "d/f")
    assert os.readlink(target / "l") == "d/f"
    assert (target / "d/f").read_bytes() == b"x" * 300_000


def test_names_are_sorted_directory_by_directory(tmp_path: Path) -> None:
    for name in ("b/z", "b/a", "a-c", "a/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")

    assert list(packed(tmp_path)) == ["a", "a/x", "a-c", "b", "b/a", "b/z"]


def test_overlays_whiteouts_become_files(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    os.mknod(tmp_path / "d/gone", stat.S_IFCHR, 0)
    os.setxattr(tmp_path / "d", "trusted.overlay.opaque", b"y")

    found = packed(tmp_path, TarOptions(whiteout_format=WhiteoutFormat.OVERLAY))

    assert list(found) == ["d", "d/.wh..wh..opq", "d/.wh.gone"]
    assert all(found[name].isreg() for name in ("d/.wh..wh..opq", "d/.wh.gone"))


def test_owners_are_those_that_containers_see(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    os.chown(tmp_path / "f", 100_003, 100_004)
    maps = [IDMap(0, 100_000, 10)]

    found = packed(tmp_path, TarOptions(uid_maps=maps, gid_maps=maps))

    assert (found["f"].uid, found["f"].gid) == (3, 4)


def test_one_owner_may_be_written_for_all(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")

    found = packed(tmp_path, TarOptions(chown_opts=Identity(1, 2)))

    assert (found["f"].uid, found["f"].gid) == (1, 2)


def test_devices_are_packed_and_sockets_left_out(tmp_path: Path) -> None:
    os.mknod(tmp_path / "null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))

        found = packed(tmp_path)

    assert list(found) == ["null"]
    assert (found["null"].devmajor, found["null"].devminor) == (1, 3)


def test_capabilities_are_packed_without_the_user_they_belong_to(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    revision_2 = bytes((1, 0, 0, 2)) + bytes((0, 4, 0, 0)) + bytes(12)
    os.setxattr(tmp_path / "f", "security.capability", revision_2)

    found = packed(tmp_path)

    value = found["f"].pax_headers["SCHILY.xattr.security.capability"]
    assert value.encode("utf-8", "surrogateescape") == revision_2


def test_excluded_names_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "b").write_text("")

    assert list(packed(tmp_path, TarOptions(exclude_patterns=["a"]))) == ["b"]
