from __future__ import annotations

import os
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.golang.errors import GoError, GoPathError
from engine.pkg import archive
from engine.pkg.archive import TarOptions, WhiteoutFormat
from engine.pkg.idtools.idtools import Identity, IDMap

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may give files away and make device nodes"
)
Entries = Callable[..., BinaryIO]
DIR, LINK, SYMLINK = tarfile.DIRTYPE, tarfile.LNKTYPE, tarfile.SYMTYPE


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    """Where archives are unpacked; beside it lies what must not change."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/kept").write_text("kept")
    made = tmp_path / "dest"
    made.mkdir()
    return made


@pytest.fixture(autouse=True)
def nothing_outside_changes(tmp_path: Path, dest: Path) -> object:
    yield
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dest", "outside"]
    assert [path.name for path in (tmp_path / "outside").iterdir()] == ["kept"]
    assert (tmp_path / "outside/kept").read_text() == "kept"
    return None


def overlay(**options: object) -> TarOptions:
    return TarOptions(whiteout_format=WhiteoutFormat.OVERLAY, **options)  # type: ignore[arg-type]


def test_a_file_has_all_that_the_archive_says(dest: Path, pack: Entries) -> None:
    pax = {"mtime": "1500000000.123456789", "SCHILY.xattr.user.a": "v"}
    fields = {"content": b"x", "mode": 0o4751, "uid": 7, "gid": 8, "pax_headers": pax}
    old = os.umask(0o077)

    archive.untar(pack(("f", fields)), str(dest))

    os.umask(old)
    info = (dest / "f").stat()
    assert (mode(dest / "f"), info.st_uid, info.st_gid) == (0o4751, 7, 8)
    assert info.st_mtime_ns == 1_500_000_000_123_456_789
    assert os.getxattr(dest / "f", "user.a") == b"v"


def test_a_directory_keeps_its_time_though_files_come_later(dest: Path, pack: Entries) -> None:
    archive.untar(
        pack(("d", {"type": DIR, "mtime": 5, "mode": 0o700}), ("d/f", {"content": b"x"})),
        str(dest),
    )

    assert (dest / "d").stat().st_mtime == 5


def test_special_files_are_made(dest: Path, pack: Entries) -> None:
    char = {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 300, "mode": 0o620}
    block = {"type": tarfile.BLKTYPE, "devmajor": 8, "devminor": 1}

    archive.untar(
        pack(("c", char), ("b", block), ("p", {"type": tarfile.FIFOTYPE, "mode": 0o600})),
        str(dest),
    )

    assert (dest / "c").lstat().st_rdev == os.makedev(1, 300)
    assert mode(dest / "c") == 0o620
    assert stat.S_ISBLK((dest / "b").lstat().st_mode)
    assert stat.S_ISFIFO((dest / "p").lstat().st_mode)


def test_devices_are_left_out_in_a_user_namespace(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("c", {"type": tarfile.CHRTYPE})), str(dest), TarOptions(in_userns=True))

    assert list(dest.iterdir()) == []


def test_links_have_owner_and_time_of_their_own(dest: Path, pack: Entries) -> None:
    fields = {"type": SYMLINK, "linkname": "/nowhere", "uid": 5, "mtime": -9}

    archive.untar(pack(("l", fields)), str(dest))

    info = (dest / "l").lstat()
    assert (os.readlink(dest / "l"), info.st_uid, info.st_mtime) == ("/nowhere", 5, -9)


def test_a_time_before_1970_becomes_1970(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("f", {"mtime": -9})), str(dest))

    assert (dest / "f").stat().st_mtime == 0


def test_a_hard_link_is_one_file(dest: Path, pack: Entries) -> None:
    link = {"type": LINK, "linkname": "./a", "mode": 0o600, "mtime": 7}

    archive.untar(pack(("a", {"content": b"x", "mode": 0o644}), ("b", link)), str(dest))

    assert (dest / "a").samefile(dest / "b")
    assert (mode(dest / "a"), (dest / "a").stat().st_mtime) == (0o600, 7)


def test_missing_directories_are_made_for_all_to_read(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("a/b/f", {"content": b"x"})), str(dest))

    assert [mode(dest / "a"), mode(dest / "a/b")] == [0o755, 0o755]


def test_what_is_there_is_replaced_except_a_directory_by_a_directory(
    dest: Path, pack: Entries
) -> None:
    (dest / "d").mkdir()
    (dest / "d/kept").write_text("")
    (dest / "x").mkdir()
    (dest / "x/gone").write_text("")
    (dest / "y").write_text("file")

    archive.untar(
        pack(("d", {"type": DIR, "mode": 0o711}), ("x", {"content": b"1"}), ("y", {"type": DIR})),
        str(dest),
    )

    assert ((dest / "d/kept").exists(), mode(dest / "d")) == (True, 0o711)
    assert (dest / "x").read_bytes() == b"1"
    assert (dest / "y").is_dir()


def test_the_root_directory_itself_stays_as_it_is(dest: Path, pack: Entries) -> None:
    before = mode(dest)

    archive.untar(pack(("./", {"type": DIR, "mode": 0o700, "uid": 9})), str(dest))

    assert (mode(dest), dest.stat().st_uid) == (before, 0)


def test_excluded_names_are_left_out(dest: Path, pack: Entries) -> None:
    options = TarOptions(exclude_patterns=["a"])

    archive.untar(pack(("a/f", {}), ("b", {})), str(dest), options)

    assert [path.name for path in dest.iterdir()] == ["b"]


def test_owners_are_mapped_to_the_host(dest: Path, pack: Entries) -> None:
    maps = [IDMap(0, 100_000, 10)]
    options = TarOptions(uid_maps=maps, gid_maps=maps)

    archive.untar(pack(("d/f", {"uid": 3, "gid": 4})), str(dest), options)

    info, parent = (dest / "d/f").stat(), (dest / "d").stat()
    assert (info.st_uid, info.st_gid, parent.st_uid) == (100_003, 100_004, 100_000)


def test_an_owner_that_is_not_mapped_is_an_error(dest: Path, pack: Entries) -> None:
    options = TarOptions(uid_maps=[IDMap(0, 100_000, 1)], gid_maps=[IDMap(0, 100_000, 1)])

    with pytest.raises(GoError, match="Container ID 3 cannot be mapped to a host ID"):
        archive.untar(pack(("f", {"uid": 3})), str(dest), options)


def test_one_owner_may_be_forced_on_all(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("f", {"uid": 3})), str(dest), TarOptions(chown_opts=Identity(1, 2)))

    assert ((dest / "f").stat().st_uid, (dest / "f").stat().st_gid) == (1, 2)


def test_owners_may_be_left_alone(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("f", {"uid": 3})), str(dest), TarOptions(no_lchown=True))

    assert (dest / "f").stat().st_uid == 0


# Whiteouts.


def test_a_whiteout_becomes_a_device_node(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("d/.wh.gone", {"uid": 4})), str(dest), overlay())

    info = (dest / "d/gone").lstat()
    assert (stat.S_ISCHR(info.st_mode), info.st_rdev, info.st_uid) == (True, 0, 4)
    assert not (dest / "d/.wh.gone").exists()


def test_an_opaque_directory_is_marked(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("d", {"type": DIR}), ("d/.wh..wh..opq", {})), str(dest), overlay())

    assert os.getxattr(dest / "d", "trusted.overlay.opaque") == b"y"
    assert list((dest / "d").iterdir()) == []


def test_a_user_namespace_marks_with_an_attribute_of_its_own(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("d/.wh..wh..opq", {})), str(dest), overlay(in_userns=True))

    assert os.getxattr(dest / "d", "user.overlay.opaque") == b"y"


def test_without_overlay_whiteouts_stay_files(dest: Path, pack: Entries) -> None:
    archive.untar(pack((".wh.x", {})), str(dest))

    assert (dest / ".wh.x").is_file()


def test_a_file_and_its_own_whiteout_do_not_go_together(dest: Path, pack: Entries) -> None:
    with pytest.raises(GoError, match=r'^failed to mknod\("/a", S_IFCHR, 0\): file exists$'):
        archive.untar(pack(("a", {}), (".wh.a", {})), str(dest), overlay())


@pytest.mark.parametrize("name", [".wh.", ".wh..", ".wh...", "d/.wh..", "d/.wh..."])
def test_a_whiteout_that_hides_no_file_is_refused(dest: Path, pack: Entries, name: str) -> None:
    (dest / "d").mkdir()

    with pytest.raises(GoError, match=f'^"{name}" is outside of "/"$'):
        archive.untar(pack((name, {})), str(dest), overlay())

    assert [path.name for path in dest.rglob("*")] == ["d"]


# Archives that nobody should trust.


@pytest.mark.parametrize(
    "name", ["..", "../f", "../../f", "a/../../f", "./../outside/kept", "../outside/.wh.kept"]
)
def test_a_name_that_leads_out_is_refused(dest: Path, pack: Entries, name: str) -> None:
    with pytest.raises(archive.BreakoutError, match=r'" is outside of "/"$'):
        archive.untar(pack((name, {"content": b"x"})), str(dest), overlay())

    assert list(dest.iterdir()) == []


def test_an_absolute_name_means_the_destination(dest: Path, pack: Entries) -> None:
    archive.untar(pack(("/a/f", {"content": b"x"})), str(dest))

    assert (dest / "a/f").read_bytes() == b"x"


@pytest.mark.parametrize("target", ["../outside", "{outside}", "../../../../../..{outside}"])
@pytest.mark.parametrize(
    "entry",
    [
        ("l/kept", {"content": b"changed"}),
        ("l/new", {"content": b"x"}),
        ("l/.wh.kept", {}),
        ("l/.wh..wh..opq", {}),
        ("l/d/f", {}),
        ("h", {"type": LINK, "linkname": "l/kept"}),
    ],
    ids=["over", "new", "whiteout", "opaque", "deep", "hardlink"],
)
def test_nothing_is_written_through_a_link_to_the_outside(
    dest: Path, pack: Entries, target: str, entry: tuple[str, dict[str, object]]
) -> None:
    link = {"type": SYMLINK, "linkname": target.format(outside=dest.parent / "outside")}
    name, fields = entry

    with pytest.raises((GoError, GoPathError)):
        archive.untar(pack(("l", link), (name, dict(fields))), str(dest), overlay())

    assert [path.name for path in dest.iterdir()] == ["l"]


def test_a_directory_takes_the_place_of_a_link_to_the_outside(dest: Path, pack: Entries) -> None:
    link = {"type": SYMLINK, "linkname": "../outside"}

    archive.untar(
        pack(("l", link), ("l", {"type": DIR}), ("l/kept", {"content": b"changed"})), str(dest)
    )

    assert (dest / "l/kept").read_bytes() == b"changed"


def test_a_file_takes_the_place_of_a_link_to_the_outside(dest: Path, pack: Entries) -> None:
    link = {"type": SYMLINK, "linkname": "../outside/kept"}

    archive.untar(pack(("l", link), ("l", {"content": b"changed"})), str(dest))

    assert (dest / "l").read_bytes() == b"changed"


def test_a_link_inside_is_followed_as_after_chroot(dest: Path, pack: Entries) -> None:
    link = {"type": SYMLINK, "linkname": "/usr/lib"}

    archive.untar(
        pack(("usr/lib", {"type": DIR}), ("lib", link), ("lib/f", {"content": b"x"})), str(dest)
    )

    assert (dest / "usr/lib/f").read_bytes() == b"x"


@pytest.mark.parametrize(
    "target", ["../outside/kept", "../../outside/kept", "a/../../outside/kept"]
)
def test_a_hard_link_to_the_outside_is_refused(dest: Path, pack: Entries, target: str) -> None:
    with pytest.raises(archive.BreakoutError, match=r"^invalid hardlink "):
        archive.untar(pack(("h", {"type": LINK, "linkname": target})), str(dest))


def test_a_hard_link_by_an_absolute_name_means_the_destination(dest: Path, pack: Entries) -> None:
    target = str(dest.parent / "outside/kept")

    with pytest.raises(GoPathError, match=f"^link {target} /h: no such file or directory$"):
        archive.untar(pack(("h", {"type": LINK, "linkname": target})), str(dest))


def test_the_times_of_a_directory_that_became_a_link_are_not_set_outside(
    dest: Path, pack: Entries
) -> None:
    before = (dest.parent / "outside").stat().st_mtime_ns
    link = {"type": SYMLINK, "linkname": "../outside"}

    with pytest.raises(GoPathError, match=r"^chtimes /d: no such file or directory$"):
        archive.untar(pack(("d", {"type": DIR, "mtime": 5}), ("d", link)), str(dest))

    assert (dest.parent / "outside").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([("a", {}), ("a/b", {})], "open /a/b: not a directory"),
        ([("a", {"type": b"7"})], "unhandled tar header type 55"),
        ([("n" * 256, {})], f"open /{'n' * 256}: file name too long"),
        ([("d", {"type": DIR}), ("h", {"type": LINK, "linkname": "d"})], "operation not permitted"),
        (
            [("l", {"type": SYMLINK, "linkname": "l"}), ("l/f", {})],
            "open /l/f: too many levels of symbolic links",
        ),
    ],
    ids=["file as directory", "type", "long", "link to directory", "loop"],
)
def test_errors_are_told_as_go_tells_them(
    dest: Path, pack: Entries, entries: list[tuple[str, dict[str, object]]], said: str
) -> None:
    with pytest.raises((GoError, GoPathError)) as caught:
        archive.untar(pack(*[(name, dict(fields)) for name, fields in entries]), str(dest))

    assert str(caught.value).endswith(said)


def test_no_archive_is_an_error(dest: Path) -> None:
    with pytest.raises(GoError, match=r"^Empty archive$"):
        archive.untar_uncompressed(None, str(dest))


def test_an_archive_is_recognised(dest: Path, pack: Entries) -> None:
    (dest / "yes").write_bytes(pack(("f", {})).read())
    (dest / "no").write_bytes(b"x" * 2000)

    known = {name: archive.is_archive_path(str(dest / name)) for name in ("yes", "no", "nothing")}

    assert known == {"yes": True, "no": False, "nothing": False}
