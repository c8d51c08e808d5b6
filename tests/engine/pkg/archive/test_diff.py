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
from engine.pkg.idtools.idtools import IDMap

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
Entries = Callable[..., BinaryIO]
DIR, LINK, SYMLINK = tarfile.DIRTYPE, tarfile.LNKTYPE, tarfile.SYMTYPE


def names(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


@pytest.fixture
def below(tmp_path: Path) -> Path:
    """What the layers below have."""
    root = tmp_path / "root"
    (root / "d/e").mkdir(parents=True)
    (root / "d/old").write_text("old")
    (root / "d/e/deep").write_text("deep")
    (root / "f").write_text("f")
    return root


def test_the_size_is_that_of_the_content(below: Path, pack: Entries) -> None:
    size = archive.apply_layer(
        str(below), pack(("a", {"content": b"12345"}), ("b", {"content": b"67"}))
    )

    assert size == 7


def test_a_whiteout_removes(below: Path, pack: Entries) -> None:
    archive.apply_layer(str(below), pack((".wh.f", {}), (".wh.d", {}), (".wh.not-there", {})))

    assert names(below) == []


def test_an_opaque_directory_loses_what_was_below_and_keeps_the_rest(
    below: Path, pack: Entries
) -> None:
    archive.apply_layer(
        str(below),
        pack(("d/e", {"type": DIR}), ("d/e/new", {}), ("d/new", {}), ("d/.wh..wh..opq", {})),
    )

    assert names(below) == ["d", "d/e", "d/e/new", "d/new", "f"]


def test_an_opaque_root_empties_it(below: Path, pack: Entries) -> None:
    archive.apply_layer(str(below), pack(("new", {}), (".wh..wh..opq", {})))

    assert names(below) == ["new"]


def test_missing_directories_are_for_the_owner_alone(below: Path, pack: Entries) -> None:
    archive.apply_layer(str(below), pack(("x/y", {})))

    assert stat.S_IMODE((below / "x").stat().st_mode) == 0o600


def test_the_root_takes_mode_and_owner_of_its_entry(below: Path, pack: Entries) -> None:
    archive.apply_layer(str(below), pack(("./", {"type": DIR, "mode": 0o711, "uid": 3})))

    assert (stat.S_IMODE(below.stat().st_mode), below.stat().st_uid) == (0o711, 3)


def test_links_into_the_directory_of_aufs_are_resolved(below: Path, pack: Entries) -> None:
    link = {"type": LINK, "linkname": ".wh..wh.plnk/1.2"}

    archive.apply_layer(
        str(below),
        pack(
            (".wh..wh.plnk/1.2", {"content": b"x", "mode": 0o640}),
            ("a", link),
            (".wh..wh.aufs", {}),
        ),
    )

    assert (below / "a").read_bytes() == b"x"
    assert not (below / ".wh..wh.aufs").exists()


def test_a_link_into_that_directory_without_a_file_is_an_error(below: Path, pack: Entries) -> None:
    link = {"type": LINK, "linkname": ".wh..wh.plnk/1.2"}

    with pytest.raises(GoError, match=r"^Invalid aufs hardlink$"):
        archive.apply_layer(str(below), pack(("a", link)))


def test_owners_are_mapped_to_the_host(below: Path, pack: Entries) -> None:
    maps = [IDMap(0, 100_000, 10)]
    options = archive.TarOptions(uid_maps=maps, gid_maps=maps)

    archive.apply_uncompressed_layer(str(below), pack(("a", {"uid": 2})), options)

    assert (below / "a").stat().st_uid == 100_002


@pytest.mark.parametrize("name", ["../f", "../.wh.kept", ".wh...", "d/.wh...", "d/.wh.."])
def test_nothing_outside_is_removed_or_written(
    tmp_path: Path, below: Path, pack: Entries, name: str
) -> None:
    (tmp_path / "kept").write_text("kept")
    before = names(tmp_path)

    with pytest.raises(GoError, match=r'" is outside of "/"$'):
        archive.apply_layer(str(below), pack((name, {})))

    assert names(tmp_path) == before


@pytest.mark.parametrize("name", ["l/.wh.kept", "l/.wh..wh..opq", "l/new"])
def test_no_link_leads_out(tmp_path: Path, below: Path, pack: Entries, name: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/kept").write_text("kept")
    link = {"type": SYMLINK, "linkname": str(tmp_path / "outside")}

    with pytest.raises((GoError, GoPathError)):
        archive.apply_layer(str(below), pack(("l", link), (name, {})))

    assert names(tmp_path / "outside") == ["kept"]
