from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.vendor.golang.x.sys import unix
from engine.vendor.moby.sys import mount, mountinfo
from engine.vendor.moby.sys.mount.flags_unix import parse_options

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")


@pytest.fixture
def target(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "target"
    path.mkdir()
    yield str(path)
    mount.recursive_unmount(str(tmp_path))


def entry(path: str) -> mountinfo.Info:
    return mountinfo.get_mounts(mountinfo.single_entry_filter(path))[-1]


@pytest.mark.parametrize(
    ("options", "flags", "data"),
    [
        ("", 0, ""),
        ("ro,noexec,size=1m", unix.MS_RDONLY | unix.MS_NOEXEC, "size=1m"),
        ("ro,rw", 0, ""),
        ("rbind,rslave", unix.MS_BIND | unix.MS_SLAVE | unix.MS_REC, ""),
        ("defaults,mode=700,uid=1", 0, "defaults,mode=700,uid=1"),
    ],
    ids=["none", "flags and data", "last wins", "recursive", "data only"],
)
def test_words_become_bits_and_the_rest_stays_text(options: str, flags: int, data: str) -> None:
    assert parse_options(options) == (flags, data)


def test_flags_and_data_reach_the_kernel(target: str) -> None:
    mount.mount("tmpfs", target, "tmpfs", "noexec,nosuid,size=1024k,mode=700")

    found = entry(target)
    assert found.fs_type == "tmpfs"
    assert {"noexec", "nosuid"} <= set(found.options.split(","))
    assert "size=1024k" in found.vfs_options
    assert os.stat(target).st_mode & 0o777 == 0o700


def test_a_bind_mount_can_be_read_only(target: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "file").touch()

    mount.mount(str(source), target, "none", "bind,ro")

    assert os.listdir(target) == ["file"]
    assert "ro" in entry(target).options.split(",")
    with pytest.raises(OSError, match=r"Read-only"):
        Path(target, "new").touch()


def test_propagation_is_changed_by_itself(target: str) -> None:
    mount.mount("tmpfs", target, "tmpfs", "size=1m,shared")
    shared = entry(target).optional

    mount.mount("", target, "", "private")

    assert shared.startswith("shared:")
    assert entry(target).optional == ""


def test_a_refusal_tells_all_that_was_asked(target: str) -> None:
    with pytest.raises(mount.MountError) as caught:
        mount.mount("/nope", target, "ext4", "ro,errors=continue")

    assert str(caught.value) == (
        f"mount /nope:{target}, flags: 0x1, data: errors=continue: no such file or directory"
    )
    assert caught.value.errno == errno.ENOENT


def test_nothing_mounted_is_no_error(target: str) -> None:
    mount.unmount(target)


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(mount.MountError) as caught:
        mount.unmount(str(tmp_path / "nope"))

    assert str(caught.value) == f"umount {tmp_path}/nope, flags: 0x2: no such file or directory"


def test_a_whole_tree_of_mounts_goes_and_its_neighbour_stays(target: str, tmp_path: Path) -> None:
    neighbour = Path(f"{target}-neighbour")
    neighbour.mkdir()
    mount.mount("tmpfs", target, "tmpfs", "size=1m")
    Path(target, "sub").mkdir()
    mount.mount("tmpfs", f"{target}/sub", "tmpfs", "size=1m")
    mount.mount("tmpfs", str(neighbour), "tmpfs", "size=1m")

    mount.recursive_unmount(target)

    left = mountinfo.get_mounts(mountinfo.prefix_filter(str(tmp_path)))
    assert [found.mountpoint for found in left] == [str(neighbour)]
