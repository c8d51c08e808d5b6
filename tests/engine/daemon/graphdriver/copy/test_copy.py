from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from engine.daemon.graphdriver import copy
from engine.golang.errors import GoPathError


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.mkdir()
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "target"
    path.mkdir()
    return path


def test_content_mode_and_times_are_the_same(source: Path, target: Path) -> None:
    (source / "d").mkdir(0o750)
    file = source / "d" / "file"
    file.write_bytes(b"x" * 3_000_000)
    file.chmod(0o4711)
    os.utime(file, ns=(1_000_000_001, 2_000_000_002))
    os.utime(source / "d", ns=(3_000_000_003, 4_000_000_004))
    source.chmod(0o711)

    copy.dir_copy(str(source), str(target))

    copied = target / "d" / "file"
    assert copied.read_bytes() == b"x" * 3_000_000
    assert stat.S_IMODE(copied.stat().st_mode) == 0o4711
    assert (target / "d").stat().st_mtime_ns == 4_000_000_004
    assert copied.stat().st_mtime_ns == 2_000_000_002
    assert stat.S_IMODE((target / "d").stat().st_mode) == 0o750
    assert stat.S_IMODE(target.stat().st_mode) == 0o711


def test_links_stay_links(source: Path, target: Path) -> None:
    (source / "file").write_text("x")
    os.link(source / "file", source / "hard")
    (source / "soft").symlink_to("/nowhere")
    os.utime(source / "soft", ns=(5, 6), follow_symlinks=False)

    copy.dir_copy(str(source), str(target))

    assert (target / "file").stat().st_ino == (target / "hard").stat().st_ino
    assert (target / "file").stat().st_ino != (source / "file").stat().st_ino
    assert os.readlink(target / "soft") == "/nowhere"
    assert (target / "soft").lstat().st_mtime_ns == 6


def test_a_fifo_stays_a_fifo(source: Path, target: Path) -> None:
    os.mkfifo(source / "fifo", 0o640)

    copy.dir_copy(str(source), str(target))

    assert stat.S_ISFIFO((target / "fifo").stat().st_mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make devices and give files away")
def test_devices_and_owners_are_the_same(source: Path, target: Path) -> None:
    os.mknod(source / "null", 0o640 | stat.S_IFCHR, os.makedev(1, 3))
    (source / "file").touch()
    os.chown(source / "file", 1000, 1001)
    (source / "file").chmod(0o6755)

    copy.dir_copy(str(source), str(target))

    copied = (target / "file").stat()
    assert (target / "null").stat().st_rdev == os.makedev(1, 3)
    assert (copied.st_uid, copied.st_gid) == (1000, 1001)
    assert stat.S_IMODE(copied.st_mode) == 0o6755


def test_what_is_there_is_not_overwritten(source: Path, target: Path) -> None:
    (source / "file").write_text("new")
    (target / "file").write_text("old")

    with pytest.raises(GoPathError, match=rf"^copy {target}/file: file exists$"):
        copy.dir_copy(str(source), str(target))

    assert (target / "file").read_text() == "old"


def test_nothing_to_copy_is_an_error(tmp_path: Path, target: Path) -> None:
    with pytest.raises(GoPathError, match=r"^lstat .*/nope: no such file or directory$"):
        copy.dir_copy(str(tmp_path / "nope"), str(target))
