from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from engine import errdefs
from engine.daemon.graphdriver import driver as graphdriver
from engine.daemon.graphdriver import vfs
from engine.golang.errors import GoError, GoPathError

Tar = Callable[[Mapping[str, bytes | None]], BinaryIO]


@pytest.fixture
def driver(tmp_path: Path) -> vfs.Driver:
    return vfs.init(str(tmp_path / "vfs"), [], [], [])


def layer(driver: vfs.Driver, id: str) -> Path:
    return Path(driver.home, "dir", id)


def test_home_and_layers_have_their_modes(driver: vfs.Driver) -> None:
    driver.create("base", "")

    paths = [Path(driver.home), Path(driver.home, "dir"), layer(driver, "base")]
    assert [stat.S_IMODE(p.stat().st_mode) for p in paths] == [0o710, 0o710, 0o755]


def test_a_layer_starts_as_a_copy_of_its_parent_and_goes_its_own_way(driver: vfs.Driver) -> None:
    driver.create("base", "")
    (layer(driver, "base") / "file").write_text("old")
    driver.create_read_write("top", "base")

    (layer(driver, "top") / "file").write_text("new")

    assert (layer(driver, "base") / "file").read_text() == "old"


def test_a_layer_is_where_it_is_without_a_mount(driver: vfs.Driver) -> None:
    driver.create("base", "")

    path = driver.get("base")
    driver.put("base")

    assert path == str(layer(driver, "base"))
    assert driver.exists("base")
    assert driver.get_metadata("base") is None


def test_an_archive_removes_what_it_whites_out(driver: vfs.Driver, tar: Tar) -> None:
    driver.create("base", "")
    driver.apply_diff("base", "", tar({"gone": b"x", "kept": b"abc"}))
    driver.create("top", "base")

    size = driver.apply_diff("top", "base", tar({".wh.gone": b"", "new": b"12345"}))

    assert size == 5
    assert sorted(os.listdir(layer(driver, "top"))) == ["kept", "new"]
    assert sorted(os.listdir(layer(driver, "base"))) == ["gone", "kept"]


def test_a_removed_layer_is_gone_and_others_stay(driver: vfs.Driver) -> None:
    driver.create("base", "")
    driver.create("top", "base")

    driver.remove("base")
    driver.remove("base")

    assert os.listdir(f"{driver.home}/dir") == ["top"]


def test_no_id_does_not_mean_all_layers(driver: vfs.Driver) -> None:
    driver.create("base", "")

    with pytest.raises(GoError, match=r"id is empty"):
        driver.remove("")

    assert driver.exists("base")


def test_a_missing_parent_is_named_and_nothing_is_left(driver: vfs.Driver) -> None:
    with pytest.raises(GoError) as caught:
        driver.create("top", "nope")

    missing = f"{driver.home}/dir/nope"
    assert str(caught.value) == f"nope: stat {missing}: no such file or directory"
    assert os.listdir(f"{driver.home}/dir") == []


def test_a_missing_layer_cannot_be_shown(driver: vfs.Driver) -> None:
    with pytest.raises(GoPathError, match=r"^stat .*/nope: no such file or directory$"):
        driver.get("nope")


def test_a_file_is_no_layer(driver: vfs.Driver) -> None:
    driver.create("base", "")
    layer(driver, "file").touch()

    with pytest.raises(GoError, match=r"/file: not a directory$"):
        driver.get("file")


@pytest.mark.parametrize(
    ("option", "kind", "message"),
    [
        (
            "size",
            errdefs.NotImplemented,
            "Filesystem does not support, or has not enabled quotas",
        ),
        ("foo", errdefs.InvalidParameter, "Storage opt foo not supported"),
    ],
)
def test_options_of_a_containers_layer_are_refused(
    option: str, kind: type[Exception], message: str, driver: vfs.Driver
) -> None:
    with pytest.raises(kind) as caught:
        driver.create_read_write("rw", "", graphdriver.CreateOpts(storage_opt={option: "1"}))

    assert str(caught.value) == message
    assert not driver.exists("rw")


def test_an_images_layer_has_no_options(driver: vfs.Driver) -> None:
    with pytest.raises(GoError) as caught:
        driver.create("base", "", graphdriver.CreateOpts(storage_opt={"size": "1"}))

    assert str(caught.value) == "--storage-opt is not supported for vfs on read-only layers"


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("foo=1", "unknown option foo for vfs"),
        ("nonsense", "Unable to parse key/value option: nonsense"),
    ],
)
def test_unknown_driver_options_are_refused(option: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(errdefs.InvalidParameter) as caught:
        vfs.init(str(tmp_path / "vfs"), [option], [], [])

    assert str(caught.value) == message
