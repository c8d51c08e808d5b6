from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.daemon import initlayer
from engine.golang.errors import GoPathError
from engine.pkg import idtools

DIRECTORIES = ["dev", "dev/pts", "dev/shm", "etc", "proc", "sys"]
FILES = [".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf"]


@pytest.fixture(autouse=True)
def daemons_umask() -> Iterator[None]:
    """Modes are checked as the daemon leaves them."""
    old = os.umask(0o022)
    yield
    os.umask(old)


def setup(root: Path) -> None:
    initlayer.setup(str(root), idtools.current_identity())


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.lstat().st_mode))


def test_an_empty_layer_gets_ten_mount_points(tmp_path: Path) -> None:
    setup(tmp_path)

    found = {str(p.relative_to(tmp_path)): p for p in tmp_path.rglob("*")}
    assert sorted(found) == sorted([*DIRECTORIES, *FILES, "etc/mtab"])
    assert {mode(found[name]) for name in DIRECTORIES + FILES} == {"0o755"}
    assert all(found[name].is_dir() for name in DIRECTORIES)
    assert all(found[name].is_file() and not found[name].stat().st_size for name in FILES)
    assert os.readlink(found["etc/mtab"]) == "/proc/mounts"


def test_files_of_the_image_are_emptied_and_its_directories_stay(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir(0o700)
    (tmp_path / "etc" / "hosts").write_text("127.0.0.1 localhost")
    (tmp_path / "etc" / "passwd").write_text("root")
    (tmp_path / "etc" / "mtab").write_text("a file")

    setup(tmp_path)

    assert mode(tmp_path / "etc") == "0o700"
    assert (tmp_path / "etc" / "hosts").read_text() == ""
    assert (tmp_path / "etc" / "passwd").read_text() == "root"
    assert (tmp_path / "etc" / "mtab").is_symlink()


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_stands_where_a_directory_must_be_is_replaced(kind: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    if kind == "link":
        (root / "etc").symlink_to(outside)
    else:
        (root / "etc").write_text("x")

    setup(root)

    assert stat.S_ISDIR((root / "etc").lstat().st_mode)
    assert os.listdir(outside) == []


def test_a_directory_where_a_file_must_be_stays(tmp_path: Path) -> None:
    (tmp_path / "etc" / "hosts").mkdir(parents=True)

    setup(tmp_path)

    assert (tmp_path / "etc" / "hosts").is_dir()


def test_twice_is_like_once(tmp_path: Path) -> None:
    setup(tmp_path)

    setup(tmp_path)

    assert len(list(tmp_path.rglob("*"))) == len(DIRECTORIES) + len(FILES) + 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_all_that_is_new_belongs_to_the_containers_root(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()

    initlayer.setup(str(tmp_path), idtools.Identity(1000, 1001))

    owners = {
        str(p.relative_to(tmp_path)): (p.lstat().st_uid, p.lstat().st_gid)
        for p in tmp_path.rglob("*")
    }
    assert owners.pop("etc") == (0, 0)
    # As in Go, nobody gives the link away.
    assert owners.pop("etc/mtab") == (0, 0)
    assert set(owners.values()) == {(1000, 1001)}


def test_no_layer_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(GoPathError, match=r"not a directory"):
        setup(tmp_path / "file")
