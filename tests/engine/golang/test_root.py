from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.golang.errors import GoPathError
from engine.golang.root import Root


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    made = tmp_path / "root"
    made.mkdir()
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "outside").mkdir()
    return made


@pytest.fixture
def root(inside: Path) -> Iterator[Root]:
    with Root(str(inside)) as opened:
        yield opened


def same(fd: int, path: Path) -> bool:
    return os.path.samestat(os.fstat(fd), path.stat())


def test_an_absolute_link_starts_again_at_the_root(root: Root, inside: Path) -> None:
    (inside / "usr/lib").mkdir(parents=True)
    (inside / "lib").symlink_to("/usr/lib")

    fd = root.directory("lib")

    assert same(fd, inside / "usr/lib")


@pytest.mark.parametrize(
    "target", ["../outside", "../../outside", "/../outside", "a/../../outside"]
)
def test_no_link_leads_out(root: Root, inside: Path, target: str) -> None:
    (inside / "a").mkdir()
    (inside / "link").symlink_to(target)

    with pytest.raises(FileNotFoundError):
        root.directory("link")


def test_the_parent_of_the_root_is_the_root(root: Root, inside: Path) -> None:
    (inside / "link").symlink_to("../../..")

    fd = root.directory("link")

    assert same(fd, inside)


def test_links_that_go_round_end(root: Root, inside: Path) -> None:
    (inside / "a").symlink_to("b")
    (inside / "b").symlink_to("a")

    with pytest.raises(OSError, match="Too many levels of symbolic links"):
        root.directory("a")


def test_a_file_is_no_directory(root: Root, inside: Path) -> None:
    (inside / "f").write_text("")

    with pytest.raises(NotADirectoryError):
        root.directory("f/x")


def test_a_directory_that_was_replaced_is_looked_up_again(root: Root, inside: Path) -> None:
    (inside / "d").mkdir()
    (inside / "e").mkdir()
    root.directory("d")

    root.remove_all(root.directory(""), "d")
    (inside / "d").symlink_to("e")

    assert same(root.directory("d"), inside / "e")


def test_removing_a_link_leaves_what_it_names(root: Root, inside: Path) -> None:
    (inside / "link").symlink_to(inside.parent / "outside")

    root.remove_all(root.directory(""), "link")

    assert not os.path.lexists(inside / "link")
    assert (inside.parent / "outside").is_dir()


def test_removing_what_is_not_there_is_no_error(root: Root) -> None:
    root.remove_all(root.directory(""), "nothing")


def test_missing_directories_are_made_with_the_mode_whatever_the_umask(
    root: Root, inside: Path
) -> None:
    old = os.umask(0o077)
    try:
        fd = root.make_directories("a/b/c", 0o751, None)
    finally:
        os.umask(old)

    assert same(fd, inside / "a/b/c")
    assert [(inside / name).stat().st_mode & 0o7777 for name in ("a", "a/b", "a/b/c")] == [
        0o751
    ] * 3


def test_directories_are_not_made_through_a_link_to_the_outside(root: Root, inside: Path) -> None:
    (inside / "link").symlink_to(inside.parent / "outside")

    with pytest.raises(GoPathError):
        root.make_directories("link/new", 0o755, None)

    assert list((inside.parent / "outside").iterdir()) == []


def test_many_directories_may_be_used_with_few_open(root: Root, inside: Path) -> None:
    for number in range(200):
        root.make_directories(f"d{number}/e", 0o755, None)

    open_here = len(os.listdir("/proc/self/fd"))

    assert len(list(inside.glob("d*/e"))) == 200
    assert open_here < 120


def test_a_file_is_opened_but_a_link_and_a_fifo_are_not(root: Root, inside: Path) -> None:
    (inside / "d").mkdir()
    (inside / "d/f").write_text("inside")
    (inside / "link").symlink_to(inside.parent / "secret")
    os.mkfifo(inside / "fifo")

    with root.open("d/f") as file:
        content = file.read()

    assert content == b"inside"
    with pytest.raises(GoPathError):
        root.open("link")
    with root.open("fifo") as fifo:
        assert fifo.read() == b""


def test_closing_again_is_harmless(inside: Path) -> None:
    opened = Root(str(inside))

    opened.close()
    opened.close()

    with pytest.raises(OSError, match="Bad file descriptor"):
        opened.directory("d")


def test_a_root_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoPathError, match="no such file or directory"):
        Root(str(tmp_path / "nothing"))
