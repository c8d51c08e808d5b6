from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.golang.errors import GoError
from engine.vendor.containerd.continuity import fs
from engine.vendor.containerd.continuity.fs import copy_linux
from engine.vendor.containerd.continuity.fs.copy_linux import copy_file_info, copy_xattrs

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may give files away and make device nodes"
)

SOME_TIME = 1_234_567_890_123_456_789


@pytest.fixture
def src(tmp_path: Path) -> Path:
    path = tmp_path / "src"
    path.mkdir()
    return path


@pytest.fixture
def dst(tmp_path: Path) -> Path:
    path = tmp_path / "dst"
    path.mkdir()
    return path


def copy(src: Path, dst: Path) -> None:
    fs.copy_dir(os.fspath(dst), os.fspath(src))


def test_a_file_keeps_bytes_owner_mode_and_nanoseconds(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"hello")
    os.chown(src / "f", 1000, 1001)
    os.chmod(src / "f", 0o640)
    os.utime(src / "f", ns=(SOME_TIME - 5, SOME_TIME))

    copy(src, dst)

    copied = (dst / "f").stat()
    assert (dst / "f").read_bytes() == b"hello"
    assert (copied.st_uid, copied.st_gid) == (1000, 1001)
    assert stat.S_IMODE(copied.st_mode) == 0o640
    assert copied.st_mtime_ns == SOME_TIME


@pytest.mark.parametrize("mode", [0o4755, 0o2755, 0o1777, 0o6711, 0o000], ids=oct)
def test_set_id_and_sticky_bits_survive_a_change_of_owner(mode: int, src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"#!")
    os.chown(src / "f", 33, 33)
    os.chmod(src / "f", mode)
    (src / "d").mkdir()
    os.chown(src / "d", 33, 33)
    os.chmod(src / "d", mode)

    copy(src, dst)

    assert stat.S_IMODE((dst / "f").stat().st_mode) == mode
    assert stat.S_IMODE((dst / "d").stat().st_mode) == mode


def test_the_destination_itself_becomes_like_the_source(src: Path, dst: Path) -> None:
    os.chown(src, 7, 8)
    os.chmod(src, 0o1777)
    os.setxattr(src, "user.colour", b"red")
    os.utime(src, ns=(SOME_TIME, SOME_TIME))

    copy(src, dst)

    copied = dst.stat()
    assert (copied.st_uid, copied.st_gid, stat.S_IMODE(copied.st_mode)) == (7, 8, 0o1777)
    assert copied.st_mtime_ns == SOME_TIME
    assert os.getxattr(dst, "user.colour") == b"red"


def test_a_directory_that_is_filled_gets_new_times(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"")
    os.utime(src, ns=(SOME_TIME, SOME_TIME))

    copy(src, dst)

    assert dst.stat().st_mtime_ns > SOME_TIME


def test_an_empty_directory_below_keeps_its_times(src: Path, dst: Path) -> None:
    (src / "d").mkdir()
    os.utime(src / "d", ns=(SOME_TIME, SOME_TIME))

    copy(src, dst)

    assert (dst / "d").stat().st_mtime_ns == SOME_TIME


def test_hard_links_among_the_copied_files_stay_hard_links(src: Path, dst: Path) -> None:
    (src / "a").write_bytes(b"1")
    (src / "sub").mkdir()
    os.link(src / "a", src / "sub" / "b")
    os.link(src / "a", src.parent / "outside")

    copy(src, dst)

    assert (dst / "a").stat().st_ino == (dst / "sub" / "b").stat().st_ino
    assert (dst / "a").stat().st_nlink == 2
    assert (dst / "a").stat().st_ino != (src / "a").stat().st_ino


def test_symlinks_are_copied_as_they_are_with_owner_and_times(src: Path, dst: Path) -> None:
    (src / "link").symlink_to("../nowhere")
    os.lchown(src / "link", 5, 6)
    os.utime(src / "link", ns=(SOME_TIME, SOME_TIME), follow_symlinks=False)

    copy(src, dst)

    copied = (dst / "link").lstat()
    assert os.readlink(dst / "link") == "../nowhere"
    assert (copied.st_uid, copied.st_gid, copied.st_mtime_ns) == (5, 6, SOME_TIME)


def test_a_link_to_a_directory_is_not_walked(src: Path, dst: Path) -> None:
    (src / "loop").symlink_to(src)

    copy(src, dst)

    assert (dst / "loop").is_symlink()


@pytest.mark.parametrize("kind", [stat.S_IFCHR, stat.S_IFBLK], ids=["character", "block"])
def test_device_nodes_keep_their_numbers(kind: int, src: Path, dst: Path) -> None:
    os.mknod(src / "dev", kind | 0o600, os.makedev(7, 3))
    os.chmod(src / "dev", 0o640)

    copy(src, dst)

    copied = (dst / "dev").stat()
    assert (copied.st_mode, copied.st_rdev) == (kind | 0o640, os.makedev(7, 3))


def test_a_fifo_ends_the_copy_of_its_directory_silently(src: Path, dst: Path) -> None:
    (src / "sub").mkdir()
    (src / "sub" / "a").write_bytes(b"")
    os.mkfifo(src / "sub" / "b")
    (src / "sub" / "c").write_bytes(b"")
    (src / "z").write_bytes(b"")

    copy(src, dst)

    assert sorted(os.listdir(dst / "sub")) == ["a"]
    assert sorted(os.listdir(dst)) == ["sub", "z"]


def test_so_does_a_socket(src: Path, dst: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(src)  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("b")
    (src / "a").write_bytes(b"")
    (src / "c").write_bytes(b"")

    copy(src, dst)

    assert os.listdir(dst) == ["a"]


def test_entries_are_sorted_by_their_bytes(src: Path, dst: Path) -> None:
    os.mkfifo(src / "M")
    for name in ("A", "a", "\u00e9"):
        (src / name).write_bytes(b"")
    (src / os.fsdecode(b"\xff")).write_bytes(b"")

    copy(src, dst)

    assert os.listdir(dst) == ["A"]


def test_names_that_are_no_utf8_are_copied(src: Path, dst: Path) -> None:
    (src / os.fsdecode(b"\xff\xfe")).write_bytes(b"x")

    copy(src, dst)

    assert os.listdir(os.fsencode(dst)) == [b"\xff\xfe"]


def test_extended_attributes_are_copied(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"")
    os.setxattr(src / "f", "user.a", b"1")
    os.setxattr(src / "f", "trusted.b", b"\0\xff")
    (src / "link").symlink_to("f")
    os.setxattr(src / "link", "trusted.c", b"3", follow_symlinks=False)

    copy(src, dst)

    assert os.getxattr(dst / "f", "user.a") == b"1"
    assert os.getxattr(dst / "f", "trusted.b") == b"\0\xff"
    assert os.getxattr(dst / "link", "trusted.c", follow_symlinks=False) == b"3"


def test_capabilities_survive_the_change_of_owner(src: Path, dst: Path) -> None:
    capability = bytes.fromhex("0100000200040000000000000000000000000000")
    (src / "f").write_bytes(b"")
    os.chown(src / "f", 10, 10)
    os.setxattr(src / "f", "security.capability", capability)

    copy(src, dst)

    assert os.getxattr(dst / "f", "security.capability") == capability


def test_an_attribute_that_cannot_be_set_is_an_error(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"")
    os.setxattr(src / "f", "user.a", b"1")
    (dst / "link").symlink_to("f")

    # A symlink may not have an attribute of the user's: EPERM.
    with pytest.raises(GoError, match=r'^failed to set xattr "user.a" on .*: operation not perm'):
        copy_xattrs(os.fspath(dst / "link"), os.fspath(src / "f"), None)


def test_the_handler_decides_about_attributes(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"")
    os.setxattr(src / "f", "user.a", b"1")
    os.setxattr(src / "f", "user.b", b"1")
    (dst / "link").symlink_to("f")
    asked: list[tuple[str, int | None]] = []

    def ignore(dst: str, src: str, key: str, error: OSError) -> None:
        asked.append((key, error.errno))

    copy_xattrs(os.fspath(dst / "link"), os.fspath(src / "f"), ignore)

    assert sorted(asked) == [("user.a", errno.EPERM), ("user.b", errno.EPERM)]


def test_holes_stay_holes(src: Path, dst: Path) -> None:
    with (src / "sparse").open("wb") as file:
        file.truncate(64 << 20)
        file.seek(32 << 20)
        file.write(b"x" * 8192)

    copy(src, dst)

    copied = (dst / "sparse").stat()
    assert copied.st_size == 64 << 20
    assert copied.st_blocks * 512 < 1 << 20
    with (dst / "sparse").open("rb") as file:
        file.seek((32 << 20) - 1)
        assert file.read(8194) == b"\0" + b"x" * 8192 + b"\0"


def test_a_file_of_nothing_but_a_hole_keeps_its_size(src: Path, dst: Path) -> None:
    with (src / "sparse").open("wb") as file:
        file.truncate(1 << 20)

    copy(src, dst)

    copied = (dst / "sparse").stat()
    assert (copied.st_size, copied.st_blocks) == (1 << 20, 0)


def test_bytes_cross_file_systems(src: Path) -> None:
    (src / "f").write_bytes(os.urandom(300_000))
    target = Path("/dev/shm") / f"copy-test-{os.getpid()}"
    if target.parent.stat().st_dev == src.stat().st_dev:
        pytest.skip("/dev/shm is no file system of its own here")

    try:
        fs.copy_file(os.fspath(target), os.fspath(src / "f"))

        assert target.read_bytes() == (src / "f").read_bytes()
    finally:
        target.unlink()


def test_a_source_that_is_a_file_is_refused(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"")

    with pytest.raises(GoError, match=rf"^source {src}/f is not directory$"):
        copy(src / "f", dst)


def test_a_destination_that_is_a_file_is_refused(src: Path, dst: Path) -> None:
    (dst / "f").write_bytes(b"")

    with pytest.raises(GoError, match=rf"^cannot copy to non-directory: {dst}/f$"):
        copy(src, dst / "f")


def test_a_missing_source_is_told_in_gos_words(src: Path, dst: Path) -> None:
    gone = src / "gone"

    with pytest.raises(
        GoError, match=rf"^failed to stat {gone}: stat {gone}: no such file or directory$"
    ):
        copy(gone, dst)


def test_a_file_in_the_way_is_told_with_the_step(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"")
    (dst / "f").mkdir()

    with pytest.raises(
        GoError,
        match=rf"^failed to copy files: failed to open target {dst}/f: open {dst}/f: is a dir",
    ):
        copy(src, dst)


@contextmanager
def becoming(uid: int) -> Iterator[None]:
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_refused_change_of_owner_that_changes_nothing_is_no_error(src: Path) -> None:
    (src / "f").touch()
    os.chown(src / "f", 0, 1)
    src.parent.chmod(0o755)
    like_it = (src / "f").stat()
    os.chmod(src / "f", 0o666)

    # The chown is passed over; it is the chmod that fails.
    with _reachable(src), becoming(65534), pytest.raises(GoError) as caught:
        copy_file_info(like_it, f"{src}/f")

    assert str(caught.value) == (f"failed to chmod {src}/f: chmod {src}/f: operation not permitted")


def test_a_refused_change_of_owner_is_an_error(src: Path) -> None:
    (src / "f").touch()
    like_it = (src / "f").stat()
    os.chown(src / "f", 1, 1)

    with _reachable(src), becoming(65534), pytest.raises(GoError) as caught:
        copy_file_info(like_it, f"{src}/f")

    assert str(caught.value) == (
        f"failed to chown {src}/f: lchown {src}/f: operation not permitted"
    )


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    """Let everybody pass to ``path``, through what pytest keeps to itself."""
    modes = {parent: parent.stat().st_mode for parent in path.parents if parent.owner() == "root"}
    for parent, mode in modes.items():
        os.chmod(parent, stat.S_IMODE(mode) | 0o111)
    try:
        yield
    finally:
        for parent, mode in modes.items():
            os.chmod(parent, stat.S_IMODE(mode))


def test_attributes_of_what_is_gone_cannot_be_listed(src: Path, dst: Path) -> None:
    with pytest.raises(
        GoError, match=rf"^failed to list xattrs on {src}/gone: no such file or directory$"
    ):
        copy_xattrs(os.fspath(dst), f"{src}/gone", None)


def test_what_cannot_be_read_as_a_file_is_told(src: Path, dst: Path) -> None:
    with pytest.raises(GoError, match=r"^copy file range failed: is a directory$"):
        fs.copy_file(f"{dst}/f", f"{src}")


def test_what_cannot_be_searched_for_holes_is_an_error() -> None:
    reader, writer = os.pipe()

    with pytest.raises(OSError, match="Illegal seek"):
        copy_linux._seek_data(reader, 0)

    os.close(reader)
    os.close(writer)


def test_a_file_that_became_shorter_is_copied_as_far_as_it_goes(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"12345")
    with (src / "f").open("rb") as source, (dst / "f").open("wb") as target:
        copy_linux._copy_range(target.fileno(), source.fileno(), 0, 100)

    assert (dst / "f").read_bytes() == b"12345"


def test_a_full_file_system_is_told_with_the_file(src: Path, dst: Path) -> None:
    (src / "f").write_bytes(b"x" * (1 << 20))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", dst], check=True)

    try:
        with pytest.raises(GoError) as caught:
            copy(src, dst)
    finally:
        subprocess.run(["umount", dst], check=True)

    assert str(caught.value) == (
        f"failed to copy files: userspace copy failed: write {dst}/f: no space left on device"
    )
