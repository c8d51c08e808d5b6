from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.pkg import system
from engine.vendor.moby.sys import mount, mountinfo


def test_a_tree_goes(tmp_path: Path) -> None:
    (tmp_path / "top" / "a" / "b").mkdir(parents=True)

    system.ensure_remove_all(str(tmp_path / "top"))

    assert not (tmp_path / "top").exists()


def test_nothing_there_is_fine(tmp_path: Path) -> None:
    system.ensure_remove_all(str(tmp_path / "nope"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_what_is_mounted_inside_is_unmounted_and_its_content_survives(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "top" / "inside"
    outside.mkdir()
    inside.mkdir(parents=True)
    (outside / "kept").touch()
    mount.mount(str(outside), str(inside), "none", "bind")

    system.ensure_remove_all(str(tmp_path / "top"))

    assert not (tmp_path / "top").exists()
    assert (outside / "kept").exists()
    assert not mountinfo.get_mounts(mountinfo.prefix_filter(str(tmp_path)))
