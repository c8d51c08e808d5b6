from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.daemon.graphdriver import driver as graphdriver
from engine.daemon.graphdriver.overlay2 import overlay
from engine.daemon.graphdriver.overlay2.overlay import Driver
from engine.golang.errors import GoError, GoPathError
from engine.pkg.idtools import IDMap
from engine.vendor.moby.sys import mountinfo

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount overlayfs")

Tar = Callable[[Mapping[str, bytes | None]], BinaryIO]
SHORT = "[A-Z2-7]{26}"


def tree(root: str) -> dict[str, str]:
    """Return the mode of everything below ``root``."""
    found = {}
    for top, directories, files in os.walk(root):
        for name in directories + files:
            path = os.path.join(top, name)
            found[os.path.relpath(path, root)] = oct(stat.S_IMODE(os.lstat(path).st_mode))
    return found


def text(driver: Driver, path: str) -> str:
    return Path(driver.home, path).read_text()


def mounts(driver: Driver) -> list[mountinfo.Info]:
    return mountinfo.get_mounts(mountinfo.prefix_filter(driver.home))


def chain(driver: Driver, length: int) -> str:
    """Make layers on top of each other, each with a file of its own; return the topmost."""
    parent = ""
    for number in range(length):
        driver.create(f"layer{number}", parent)
        parent = f"layer{number}"
        Path(driver.home, parent, "diff", f"file{number}").touch()
    return parent


def test_the_home_lets_roots_group_pass(overlay_driver: Driver) -> None:
    home = Path(overlay_driver.home)

    assert stat.S_IMODE(home.stat().st_mode) == 0o710
    assert tree(str(home)) == {"l": "0o700"}


def test_a_lowest_layer_has_no_workplace(overlay_driver: Driver) -> None:
    overlay_driver.create("base", "")

    assert tree(f"{overlay_driver.home}/base") == {"diff": "0o755", "link": "0o644"}
    assert stat.S_IMODE(os.stat(f"{overlay_driver.home}/base").st_mode) == 0o710


def test_the_short_name_leads_to_the_layer(overlay_driver: Driver) -> None:
    overlay_driver.create("base", "")

    short = text(overlay_driver, "base/link")
    assert re.fullmatch(SHORT, short)
    assert os.readlink(f"{overlay_driver.home}/l/{short}") == "../base/diff"


def test_a_further_layer_lists_what_is_below_nearest_first(overlay_driver: Driver) -> None:
    overlay_driver.create("base", "")
    overlay_driver.create("middle", "base")
    overlay_driver.create_read_write("top", "middle")

    below = [text(overlay_driver, "middle/link"), text(overlay_driver, "base/link")]
    assert text(overlay_driver, "top/lower") == ":".join(f"l/{short}" for short in below)
    assert text(overlay_driver, "middle/lower") == f"l/{below[1]}"
    assert tree(f"{overlay_driver.home}/top") == {
        "diff": "0o755",
        "link": "0o644",
        "lower": "0o644",
        "work": "0o700",
    }


def test_a_layer_is_committed_once_another_stands_on_it(overlay_driver: Driver) -> None:
    overlay_driver.create("base", "")
    overlay_driver.create("middle", "base")
    overlay_driver.create_read_write("top", "middle")

    committed = {p.parent.name: p.stat() for p in Path(overlay_driver.home).glob("*/committed")}
    assert sorted(committed) == ["base", "middle"]
    assert {(oct(stat.S_IMODE(s.st_mode)), s.st_size) for s in committed.values()} == {("0o600", 0)}


def test_a_missing_parent_leaves_nothing(overlay_driver: Driver) -> None:
    with pytest.raises(GoPathError) as caught:
        overlay_driver.create("top", "nope")

    assert (
        str(caught.value) == f"open {overlay_driver.home}/nope/committed: no such file or directory"
    )
    assert tree(overlay_driver.home) == {"l": "0o700"}


def test_a_parent_without_its_directory_is_looked_for_first(overlay_driver: Driver) -> None:
    with pytest.raises(GoPathError) as caught:
        overlay_driver.get_lower("nope")

    assert str(caught.value) == f"lstat {overlay_driver.home}/nope: no such file or directory"


@pytest.mark.parametrize(
    ("method", "option", "message"),
    [
        (
            "create_read_write",
            "size",
            "--storage-opt is supported only for overlay over xfs with 'pquota' mount option",
        ),
        (
            "create_read_write",
            "Size",
            "--storage-opt is supported only for overlay over xfs with 'pquota' mount option",
        ),
        ("create_read_write", "Foo", "Unknown option foo"),
        ("create", "size", "--storage-opt size is only supported for ReadWrite Layers"),
        ("create", "foo", "Unknown option foo"),
    ],
)
def test_options_of_a_layer_are_refused_and_leave_nothing(
    method: str, option: str, message: str, overlay_driver: Driver
) -> None:
    opts = graphdriver.CreateOpts(storage_opt={option: "10G"})

    with pytest.raises(GoError) as caught:
        getattr(overlay_driver, method)("layer", "", opts)

    assert str(caught.value) == message
    assert tree(overlay_driver.home) == {"l": "0o700"}


def test_a_layer_with_nothing_below_is_handed_out_unmounted(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("base", "")

    path = overlay_driver.get("base")

    assert path == f"{overlay_driver.home}/base/diff"
    assert mounts(overlay_driver) == []
    overlay_driver.put("base")


def test_a_mounted_layer_shows_all_and_keeps_what_is_written(overlay_driver: Driver) -> None:
    top = chain(overlay_driver, 2)
    overlay_driver.create_read_write("rw", top)

    path = overlay_driver.get("rw")
    seen = sorted(os.listdir(path))
    mode = oct(stat.S_IMODE(os.stat(f"{overlay_driver.home}/rw/work").st_mode))
    Path(path, "new").touch()
    overlay_driver.put("rw")

    assert path == f"{overlay_driver.home}/rw/merged"
    assert seen == ["file0", "file1"]
    assert mode == "0o700"
    assert os.listdir(f"{overlay_driver.home}/rw/diff") == ["new"]
    assert not os.path.exists(path)
    assert mounts(overlay_driver) == []


def test_the_mount_is_asked_for_as_dockerd_does(overlay_driver: Driver) -> None:
    top = chain(overlay_driver, 2)
    overlay_driver.create_read_write("rw", top)

    overlay_driver.get("rw")

    home = overlay_driver.home
    found = mounts(overlay_driver)[0]
    links = [text(overlay_driver, f"layer{n}/link") for n in (1, 0)]
    lower = f"{home}/l/{links[0]}:{home}/l/{links[1]}"
    data = f"lowerdir={lower},upperdir={home}/rw/diff,workdir={home}/rw/work"
    assert (found.mountpoint, found.fs_type, found.source) == (
        f"{home}/rw/merged",
        "overlay",
        "overlay",
    )
    assert data in found.vfs_options
    assert found.vfs_options.startswith("rw,")
    overlay_driver.put("rw")


def test_a_layer_that_is_a_parent_is_mounted_read_only(overlay_driver: Driver) -> None:
    chain(overlay_driver, 3)

    path = overlay_driver.get("layer1")
    try:
        assert sorted(os.listdir(path)) == ["file0", "file1"]
        assert "upperdir" not in mounts(overlay_driver)[0].vfs_options
        with pytest.raises(OSError, match=r"Read-only"):
            Path(path, "new").touch()
    finally:
        overlay_driver.put("layer1")


def test_only_the_last_put_unmounts(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 1))
    overlay_driver.get("rw")
    overlay_driver.get("rw")

    counts = [len(mounts(overlay_driver))]
    overlay_driver.put("rw")
    counts.append(len(mounts(overlay_driver)))
    overlay_driver.put("rw")
    counts.append(len(mounts(overlay_driver)))

    assert counts == [1, 1, 0]


def test_a_mount_from_before_a_restart_is_shared_and_survives(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 1))
    overlay_driver.get("rw")
    restarted = overlay.init(overlay_driver.home, [], [], [])

    path = restarted.get("rw")
    restarted.put("rw")

    assert path == f"{overlay_driver.home}/rw/merged"
    assert len(mounts(overlay_driver)) == 1
    overlay_driver.put("rw")


def test_a_mount_in_use_is_gone_for_everybody_else(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 1))
    path = overlay_driver.get("rw")

    with open(f"{path}/file0"):
        overlay_driver.put("rw")

        assert mounts(overlay_driver) == []
        assert not os.path.exists(path)


def test_a_mount_that_the_kernel_refuses_leaves_no_directory_and_no_count(
    overlay_driver: Driver,
) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 1))
    lower = Path(overlay_driver.home, "rw", "lower")
    right = lower.read_text()
    lower.write_text("l/" + "A" * 26)

    with pytest.raises(GoError) as caught:
        overlay_driver.get("rw")

    assert str(caught.value) == (
        f"error creating overlay mount to {overlay_driver.home}/rw/merged: "
        "no such file or directory"
    )
    assert not os.path.exists(f"{overlay_driver.home}/rw/merged")
    lower.write_text(right)
    overlay_driver.get("rw")
    overlay_driver.put("rw")
    assert mounts(overlay_driver) == []


def test_a_layer_that_is_not_there_cannot_be_mounted(overlay_driver: Driver) -> None:
    with pytest.raises(GoPathError) as caught:
        overlay_driver.get("nope")

    assert str(caught.value) == f"stat {overlay_driver.home}/nope: no such file or directory"
    assert not overlay_driver.exists("nope")


def test_125_layers_of_an_image_are_mounted_under_a_container(overlay_driver: Driver) -> None:
    top = chain(overlay_driver, 125)
    overlay_driver.create_read_write("rw-init", top)
    overlay_driver.get("rw-init")
    overlay_driver.put("rw-init")
    overlay_driver.create_read_write("rw", "rw-init")

    path = overlay_driver.get("rw")
    seen = set(os.listdir(path))
    Path(path, "new").touch()
    data = mounts(overlay_driver)[0].vfs_options
    overlay_driver.put("rw")

    assert seen == {f"file{n}" for n in range(125)}
    assert ",upperdir=rw/diff,workdir=rw/work" in data
    assert os.listdir(f"{overlay_driver.home}/rw/diff") == ["new"]


def test_128_layers_are_the_most_that_may_be_below(overlay_driver: Driver) -> None:
    top = chain(overlay_driver, 128)
    overlay_driver.create_read_write("rw", top)
    path = overlay_driver.get("rw")
    seen = set(os.listdir(path))
    overlay_driver.put("rw")

    with pytest.raises(GoError, match=r"^max depth exceeded$"):
        overlay_driver.create_read_write("one-more", "rw")

    assert seen == {f"file{n}" for n in range(128)}
    assert not overlay_driver.exists("one-more")
    assert len(os.listdir(f"{overlay_driver.home}/l")) == 129


def test_data_that_fit_no_page_are_refused(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 1))

    with pytest.raises(GoError, match=r"^cannot mount layer, mount label too large \d{4}$"):
        overlay_driver.get("rw", "x" * 4096)

    assert not os.path.exists(f"{overlay_driver.home}/rw/merged")


def test_a_removed_layer_takes_its_short_name_along(overlay_driver: Driver) -> None:
    overlay_driver.create("base", "")

    overlay_driver.remove("base")

    assert tree(overlay_driver.home) == {"l": "0o700"}
    overlay_driver.remove("base")


def test_a_layer_is_removed_even_while_mounted(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 1))
    overlay_driver.get("rw")

    overlay_driver.remove("rw")

    assert mounts(overlay_driver) == []
    assert not overlay_driver.exists("rw")
    assert overlay_driver.exists("layer0")


def test_no_id_does_not_mean_all_layers(overlay_driver: Driver) -> None:
    overlay_driver.create("base", "")

    with pytest.raises(GoError, match=r"^refusing to remove the directories: id is empty$"):
        overlay_driver.remove("")

    assert overlay_driver.exists("base")


def test_metadata_name_the_directories(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 2))

    home = overlay_driver.home
    assert overlay_driver.get_metadata("rw") == {
        "LowerDir": f"{home}/layer1/diff:{home}/layer0/diff",
        "MergedDir": f"{home}/rw/merged",
        "UpperDir": f"{home}/rw/diff",
        "WorkDir": f"{home}/rw/work",
    }
    assert "LowerDir" not in overlay_driver.get_metadata("layer0")
    with pytest.raises(GoPathError, match=rf"^stat {home}/nope: no such file or directory$"):
        overlay_driver.get_metadata("nope")


def test_an_archive_lands_in_its_own_layer_with_whiteouts_as_devices(
    overlay_driver: Driver, tar: Tar
) -> None:
    overlay_driver.create("base", "")
    overlay_driver.apply_diff("base", "", tar({"d": None, "d/gone": b"x", "kept": b"abc"}))
    overlay_driver.create("top", "base")

    size = overlay_driver.apply_diff(
        "top", "base", tar({"d": None, "d/.wh.gone": b"", "new": b"12345"})
    )

    gone = os.lstat(f"{overlay_driver.home}/top/diff/d/gone")
    assert size == 5
    assert stat.S_ISCHR(gone.st_mode)
    assert gone.st_rdev == 0
    path = overlay_driver.get("top")
    assert sorted(os.listdir(path)) == ["d", "kept", "new"]
    assert os.listdir(f"{path}/d") == []
    overlay_driver.put("top")


def test_on_another_parent_an_archive_is_unpacked_through_a_mount(
    overlay_driver: Driver, tar: Tar
) -> None:
    overlay_driver.create("base", "")
    overlay_driver.create_read_write("rw", "base")

    size = overlay_driver.apply_diff("rw", "some-other", tar({"new": b"12345"}))

    assert size == 5
    assert os.listdir(f"{overlay_driver.home}/rw/diff") == ["new"]
    assert mounts(overlay_driver) == []


def test_a_layers_size_against_any_other_is_what_differs(overlay_driver: Driver) -> None:
    top = chain(overlay_driver, 2)
    overlay_driver.create_read_write("rw", top)
    Path(overlay_driver.get("rw"), "new").write_bytes(b"12345")
    overlay_driver.put("rw")
    Path(overlay_driver.home, "layer1", "diff", "file1").write_bytes(b"123")

    sizes = [overlay_driver.diff_size("rw", parent) for parent in (top, "layer0", "")]

    assert sizes == [5, 8, 8]
    assert mounts(overlay_driver) == []


def test_shutdown_unmounts_all(overlay_driver: Driver) -> None:
    overlay_driver.create_read_write("rw", chain(overlay_driver, 1))
    overlay_driver.get("rw")

    overlay_driver.cleanup()

    assert mounts(overlay_driver) == []


def test_with_a_user_namespace_all_that_a_container_sees_is_its_roots(tmp_path: Path) -> None:
    uids, gids = [IDMap(0, 1000, 65536)], [IDMap(0, 2000, 65536)]
    driver = overlay.init(f"{tmp_path}/overlay2", [], uids, gids)
    driver.create_read_write("rw", chain(driver, 1))

    driver.get("rw")
    owners = {
        name: (found.st_uid, found.st_gid)
        for name in ("", "l", "rw", "rw/diff", "rw/work", "rw/work/work", "rw/merged")
        if (found := os.stat(f"{driver.home}/{name}"))
    }
    driver.put("rw")

    assert owners == {
        "": (0, 2000),
        "l": (0, 0),
        "rw": (0, 2000),
        "rw/diff": (1000, 2000),
        "rw/work": (1000, 2000),
        "rw/work/work": (1000, 2000),
        # The upper directory shines through.
        "rw/merged": (1000, 2000),
    }


def test_status_tells_what_docker_info_shows(overlay_driver: Driver) -> None:
    status = dict(overlay_driver.status())

    assert list(status) == [
        "Backing Filesystem",
        "Supports d_type",
        "Native Overlay Diff",
        "userxattr",
    ]
    assert status["userxattr"] == "false"
    assert status["Native Overlay Diff"] in ("true", "false")


@pytest.mark.parametrize("name", ["a:b", "a,b", "a\\b", 'a"b'])
def test_a_home_that_mount_options_would_misread_is_refused(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    root.mkdir()

    with pytest.raises(graphdriver.NotSupportedError, match=r"cannot be named in mount options"):
        overlay.init(f"{root}/overlay2", [], [], [])

    assert os.listdir(root) == []


@pytest.mark.parametrize("name", ["with space", "ünïcode", "a=b", "[x]"])
def test_other_homes_may_have_any_name(name: str, tmp_path: Path) -> None:
    root = tmp_path / name
    root.mkdir()
    driver = overlay.init(f"{root}/overlay2", [], [], [])
    driver.create_read_write("rw", chain(driver, 1))

    path = driver.get("rw")
    seen = os.listdir(path)
    driver.put("rw")

    assert seen == ["file0"]


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("overlay2.foo=1", "overlay2: unknown option overlay2.foo"),
        ("nonsense", "Unable to parse key/value option: nonsense"),
    ],
)
def test_unknown_driver_options_are_refused(option: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(GoError) as caught:
        overlay.init(f"{tmp_path}/overlay2", [option], [], [])

    assert str(caught.value) == message


IN_NAMESPACE = """
import os, sys
os.umask(0o022)
from engine.daemon.graphdriver.overlay2 import overlay
driver = overlay.init(sys.argv[1], [], [], [])
driver.create("base", "")
driver.create_read_write("rw", "base")
path = driver.get("rw")
open(path + "/new", "w").close()
print(driver.feature_options)
print(dict(driver.status())["userxattr"])
driver.put("rw")
print(os.listdir(sys.argv[1] + "/rw/diff"))
"""


def test_in_a_user_namespace_attributes_are_the_users(tmp_path: Path) -> None:
    command = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-c"]
    done = subprocess.run(
        [*command, IN_NAMESPACE, str(tmp_path / "overlay2")],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[5],
    )
    if "unshare" in done.stderr or "driver not supported" in done.stderr:
        pytest.skip(f"no overlayfs in user namespaces here: {done.stderr}")

    features, user_xattr, written = done.stdout.splitlines()
    assert features.endswith("userxattr,")
    assert user_xattr == "true"
    assert written == "['new']"
