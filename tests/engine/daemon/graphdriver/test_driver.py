from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.daemon.graphdriver import driver as graphdriver
from engine.daemon.graphdriver import driver_linux
from engine.golang.errors import GoError
from engine.vendor.moby.sys import mount


def options(root: Path) -> graphdriver.Options:
    return graphdriver.Options(root=str(root))


def test_the_named_driver_starts_in_its_own_directory(tmp_path: Path) -> None:
    driver = graphdriver.new("vfs", options(tmp_path))

    assert str(driver) == "vfs"
    assert (tmp_path / "vfs").is_dir()


def test_an_unknown_driver_is_not_supported(tmp_path: Path) -> None:
    with pytest.raises(graphdriver.ErrNotSupported, match=r"^driver not supported$"):
        graphdriver.new("nope", options(tmp_path))


def test_a_name_is_registered_once(tmp_path: Path) -> None:
    graphdriver.get_driver("vfs", options(tmp_path))

    with pytest.raises(GoError, match=r"^Name already registered vfs$"):
        graphdriver.register("vfs", graphdriver.drivers["vfs"])


@pytest.mark.usefixtures("overlay_driver")
def test_overlay_is_preferred(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()

    assert str(graphdriver.new("", options(root))) == "overlay2"


def test_where_overlay_cannot_work_layers_are_copied(tmp_path: Path) -> None:
    root = tmp_path / "a:b"
    root.mkdir()

    assert str(graphdriver.new("", options(root))) == "vfs"


def test_with_overlay_layers_on_disk_nothing_else_is_tried(tmp_path: Path) -> None:
    root = tmp_path / "a:b"
    (root / "overlay2" / "layer").mkdir(parents=True)

    with pytest.raises(graphdriver.NotSupportedError, match=r"overlay2"):
        graphdriver.new("", options(root))

    assert not (root / "vfs").exists()


@pytest.mark.parametrize(
    ("layout", "expected"),
    [("nothing", False), ("empty", False), ("full", True), ("file", True)],
)
def test_a_home_counts_once_it_holds_something(layout: str, expected: bool, tmp_path: Path) -> None:
    home = tmp_path / "home"
    if layout == "file":
        home.touch()
    elif layout != "nothing":
        home.mkdir()
    if layout == "full":
        (home / "x").touch()

    assert graphdriver.is_initialized(str(home)) is expected


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_mount_is_told_by_type_and_exact_place(tmp_path: Path) -> None:
    mount.mount("tmpfs", str(tmp_path), "tmpfs", "size=1m")
    try:
        (tmp_path / "sub").mkdir()
        tmpfs = driver_linux.FsChecker("tmpfs")
        found = [
            tmpfs.is_mounted(str(tmp_path)),
            tmpfs.is_mounted(str(tmp_path / "sub")),
            tmpfs.is_mounted(str(tmp_path / "nope")),
            driver_linux.FsChecker("overlay").is_mounted(str(tmp_path)),
            driver_linux.get_fs_name(str(tmp_path / "sub")),
        ]
    finally:
        mount.unmount(str(tmp_path))

    assert found == [True, False, False, False, "tmpfs"]
