from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.vendor.moby.sys import mount, mountinfo

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")


def test_the_root_is_mounted_on_this_host() -> None:
    found = mountinfo.get_mounts(mountinfo.single_entry_filter("/"))

    assert [entry.mountpoint for entry in found][:1] == ["/"]
    assert found[0].fs_type


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/a", True), ("/a/b", True), ("/ab", False), ("/", False)],
)
def test_below_means_below_and_not_alike(path: str, expected: bool) -> None:
    entry = mountinfo.Info(path, "ext4", "/dev/x", "rw", "", "rw")

    assert mountinfo.prefix_filter("/a")(entry) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/", True), ("/a", True), ("/a/b", True), ("/a/b/c", False), ("/ab", False)],
)
def test_parents_hold_the_path(path: str, expected: bool) -> None:
    entry = mountinfo.Info(path, "ext4", "/dev/x", "rw", "", "rw")

    assert mountinfo.parents_filter("/a/b")(entry) is expected


def test_a_plain_directory_and_nothing_are_not_mounted(tmp_path: Path) -> None:
    assert not mountinfo.mounted(str(tmp_path))
    assert not mountinfo.mounted(str(tmp_path / "nope"))


@needs_root
@pytest.mark.parametrize("kind", ["bind", "tmpfs"])
def test_a_mount_is_found_whatever_its_name(kind: str, tmp_path: Path) -> None:
    target = tmp_path / "with space\\and\ttab"
    target.mkdir()
    if kind == "bind":
        (tmp_path / "source").mkdir()
        mount.mount(str(tmp_path / "source"), str(target), "none", "bind")
    else:
        mount.mount("tmpfs", str(target), "tmpfs", "size=1m")
    try:
        found = mountinfo.mounted(str(target))
        entries = mountinfo.get_mounts(mountinfo.single_entry_filter(str(target)))
    finally:
        mount.unmount(str(target))

    assert found
    assert len(entries) == 1
    assert not mountinfo.mounted(str(target))
