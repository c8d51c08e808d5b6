from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.vendor.moby.sys import mount
from walkthrough import disk


def lines(root: Path, before: disk.Tree) -> list[str]:
    return [line.split("  ")[0] for line in disk.changes(before, disk.tree(root))]


def test_what_came_went_and_became_different_is_told_in_order(tmp_path: Path) -> None:
    (tmp_path / "gone").write_text("1")
    (tmp_path / "kept").write_text("1")
    (tmp_path / "written").write_text("1")
    before = disk.tree(tmp_path)

    (tmp_path / "gone").unlink()
    (tmp_path / "written").write_text("22")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("kept")

    assert lines(tmp_path, before) == ["+ folder/", "- gone", "+ link -> kept", "~ written"]


def test_a_change_of_mode_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o755)
    before = disk.tree(tmp_path)

    os.chmod(tmp_path / "folder", 0o710)

    told = list(disk.changes(before, disk.tree(tmp_path)))
    assert told == [f"~ folder/  drwx--x--- {os.getuid()}:{os.getgid()}"]


def test_nothing_changed_is_nothing_told(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("1")

    assert lines(tmp_path, disk.tree(tmp_path)) == []


def test_a_directory_deep_down_with_a_lot_inside_is_summed_up(tmp_path: Path) -> None:
    before = disk.tree(tmp_path)
    inside = tmp_path / "overlay2/id/diff"
    inside.mkdir(parents=True)
    for number in range(30):
        (inside / str(number)).touch()

    told = list(disk.changes(before, disk.tree(tmp_path)))

    assert [line.split("  ")[0] for line in told] == [
        "+ overlay2/",
        "+ overlay2/id/",
        "+ overlay2/id/diff/",
    ]
    assert told[-1].endswith("(and 30 inside)")


def test_a_data_root_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert disk.tree(tmp_path / "none") == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_what_is_mounted_is_told_and_not_entered(tmp_path: Path) -> None:
    place = tmp_path / "merged"
    place.mkdir()
    before = disk.tree(tmp_path)
    mount.mount("disk", str(place), "tmpfs", "size=1m")
    try:
        (place / "inside").touch()

        told = list(disk.changes(before, disk.tree(tmp_path)))
    finally:
        mount.unmount(str(place))

    assert len(told) == 1
    assert told[0].startswith("~ merged/  (mounted)")
