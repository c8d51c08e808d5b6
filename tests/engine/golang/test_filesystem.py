from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from engine.golang.errors import GoPathError
from engine.golang.filesystem import (
    is_not_exist,
    mkdir_all,
    read_file,
    remove_all,
    temp_dir,
    temp_file,
    write_file,
)


def test_a_file_that_is_not_there_is_told_in_gos_words(tmp_path: Path) -> None:
    path = str(tmp_path / "nope")

    with pytest.raises(GoPathError) as caught:
        read_file(path)

    assert str(caught.value) == f"open {path}: no such file or directory"
    assert is_not_exist(caught.value)


def test_reading_a_directory_fails_while_reading(tmp_path: Path) -> None:
    with pytest.raises(GoPathError) as caught:
        read_file(str(tmp_path))

    assert str(caught.value) == f"read {tmp_path}: is a directory"
    assert not is_not_exist(caught.value)


def test_text_that_is_not_utf8_comes_back_as_it_was(tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    Path(path).write_bytes(b"caf\xe9")

    write_file(path, read_file(path), 0o644)

    assert Path(path).read_bytes() == b"caf\xe9"


def test_a_longer_file_is_cut_off_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a long text")
    path.chmod(0o600)

    write_file(str(path), "short", 0o644)

    assert path.read_text() == "short"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_all_missing_parents_get_the_mode(tmp_path: Path) -> None:
    mkdir_all(str(tmp_path / "a" / "b" / "c"), 0o700)

    modes = [stat.S_IMODE((tmp_path / p).stat().st_mode) for p in ("a", "a/b", "a/b/c")]
    assert modes == [0o700] * 3


def test_an_existing_directory_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)

    mkdir_all(str(tmp_path), 0o700)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o711


def test_a_file_in_the_way_is_not_a_directory(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()

    with pytest.raises(GoPathError, match=rf"^mkdir {path}: not a directory$"):
        mkdir_all(str(path), 0o755)


@pytest.mark.parametrize("kind", ["file", "tree", "link", "nothing"])
def test_remove_all_leaves_nothing_and_follows_no_link(kind: str, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    path = tmp_path / "thing"
    if kind == "file":
        path.touch()
    elif kind == "tree":
        (path / "a" / "b").mkdir(parents=True)
        (path / "a" / "file").touch()
        (path / "a" / "link").symlink_to(outside)
    elif kind == "link":
        path.symlink_to(outside)

    remove_all(str(path))

    assert not os.path.lexists(path)
    assert (outside / "kept").exists()


def test_remove_all_goes_as_deep_as_need_be(tmp_path: Path) -> None:
    top = os.open(tmp_path, os.O_RDONLY)
    at = os.dup(top)
    for _ in range(3000):
        os.mkdir("d", dir_fd=at)
        below = os.open("d", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)

    remove_all(str(tmp_path / "d"))

    assert os.listdir(top) == []
    os.close(top)


def test_remove_all_names_what_it_could_not_remove_and_removes_the_rest(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may remove from any directory")
    locked = tmp_path / "top" / "locked"
    locked.mkdir(parents=True)
    (locked / "file").touch()
    (tmp_path / "top" / "other").touch()
    locked.chmod(0o500)

    with pytest.raises(GoPathError) as caught:
        remove_all(str(tmp_path / "top"))

    locked.chmod(0o700)
    assert str(caught.value) == f"unlinkat {locked}/file: permission denied"
    assert not (tmp_path / "top" / "other").exists()


def test_temporary_names_differ_and_are_private(tmp_path: Path) -> None:
    fd, file = temp_file(str(tmp_path), ".tmp-x")
    os.close(fd)

    directories = {temp_dir(str(tmp_path), "set-") for _ in range(20)}

    assert len(directories) == 20
    assert os.path.basename(file).startswith(".tmp-x")
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert {stat.S_IMODE(os.stat(d).st_mode) for d in directories} == {0o700}


def test_a_temporary_name_in_no_directory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoPathError) as caught:
        temp_dir(str(tmp_path / "nope"), "set-")

    assert caught.value.errno == errno.ENOENT
    assert str(caught.value).startswith(f"mkdir {tmp_path}/nope/set-")
