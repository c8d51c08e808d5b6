from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from engine.golang.errors import GoPathError
from engine.pkg import ioutils


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "config.json"
    target.write_text("old")
    writer = ioutils.new_atomic_file_writer(str(target), 0o600)

    writer.write(b"ne")
    writer.write(b"w")
    while_writing = (target.read_text(), sorted(p.name[:16] for p in tmp_path.iterdir()))
    writer.close()

    assert while_writing == ("old", [".tmp-config.json", "config.json"])
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["config.json"]


@pytest.mark.parametrize("perm", [0o600, 0o644, 0o666])
def test_the_mode_is_exact_whatever_the_umask(perm: int, tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        ioutils.atomic_write_file(str(tmp_path / "file"), b"x", perm)
    finally:
        os.umask(old)

    assert mode(tmp_path / "file") == perm


def test_after_an_exception_the_old_file_is_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("old")

    with (
        pytest.raises(ValueError, match=r"half way"),
        ioutils.new_atomic_file_writer(str(target), 0o600) as writer,
    ):
        writer.write(b"new")
        raise ValueError("half way")

    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_target_that_is_a_directory_leaves_no_temporary_file(tmp_path: Path) -> None:
    (tmp_path / "dir" / "sub").mkdir(parents=True)

    with pytest.raises(GoPathError, match=r"^rename .*/\.tmp-dir\d+ .*/dir: "):
        ioutils.atomic_write_file(str(tmp_path / "dir"), b"x", 0o600)

    assert os.listdir(tmp_path) == ["dir"]


def test_a_missing_directory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoPathError, match=r"^open .*: no such file or directory$"):
        ioutils.atomic_write_file(str(tmp_path / "nope" / "file"), b"x", 0o600)


def test_a_set_is_seen_whole_after_the_commit(tmp_path: Path) -> None:
    write_set = ioutils.AtomicWriteSet(str(tmp_path))
    write_set.write_file("a", b"1", 0o644)
    with write_set.file_writer("b", 0o600) as file:
        file.write(b"2")

    before = (tmp_path / "done").exists()
    write_set.commit(str(tmp_path / "done"))

    assert not before
    assert (tmp_path / "done" / "a").read_bytes() == b"1"
    assert (tmp_path / "done" / "b").read_bytes() == b"2"
    assert (mode(tmp_path / "done"), mode(tmp_path / "done" / "b")) == (0o700, 0o600)
    assert os.listdir(tmp_path) == ["done"]


def test_a_cancelled_set_leaves_nothing(tmp_path: Path) -> None:
    write_set = ioutils.AtomicWriteSet(str(tmp_path))
    write_set.write_file("a", b"1", 0o644)

    write_set.cancel()

    assert os.listdir(tmp_path) == []


def test_a_set_is_called_by_the_directory_it_is_in(tmp_path: Path) -> None:
    write_set = ioutils.AtomicWriteSet(str(tmp_path))

    assert str(write_set).startswith(f"{tmp_path}/write-set-")
    assert os.path.isdir(str(write_set))


def test_a_set_does_not_replace_another(tmp_path: Path) -> None:
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "x").touch()
    write_set = ioutils.AtomicWriteSet(str(tmp_path))

    with pytest.raises(GoPathError, match=r"file exists|directory not empty"):
        write_set.commit(str(tmp_path / "done"))

    assert (tmp_path / "done" / "x").exists()
