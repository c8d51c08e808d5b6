from __future__ import annotations

import errno
import logging
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from engine.api.types.container.host_config import HostConfig
from engine.container.container import Container, new_base_container
from engine.container.container_unix import ignore_unsupported_xattrs
from engine.golang import errors
from engine.golang.errors import GoError
from engine.pkg.containerfs import Local
from engine.volume.mounts import MountPoint


class Directory:
    """A volume that keeps account of its users."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.users: list[str] = []
        self.log: list[str] = []
        self.refuses_to_unmount = False

    def name(self) -> str:
        return "vol"

    def driver_name(self) -> str:
        return "fake"

    def path(self) -> str:
        return str(self._path)

    def mount(self, id: str) -> str:
        self.users.append(id)
        self.log.append("mount")
        return str(self._path)

    def unmount(self, id: str) -> None:
        self.users.remove(id)
        self.log.append("unmount")
        if self.refuses_to_unmount:
            raise GoError("busy")

    def created_at(self) -> datetime:
        return datetime.now().astimezone()

    def status(self) -> Mapping[str, object] | None:
        return None


@pytest.fixture
def rootfs(tmp_path: Path) -> Path:
    path = tmp_path / "rootfs"
    (path / "data" / "sub").mkdir(parents=True)
    (path / "data" / "sub" / "file").write_text("content")
    return path


@pytest.fixture
def container(rootfs: Path) -> Container:
    made = new_base_container("a" * 64, "")
    made.base_fs = Local(str(rootfs))
    return made


@pytest.fixture
def volume(tmp_path: Path) -> Directory:
    path = tmp_path / "volume"
    path.mkdir()
    return Directory(path)


def test_an_empty_volume_is_filled_from_the_image(container: Container, volume: Directory) -> None:
    container.copy_image_path_content(volume, "/data")

    assert Path(volume.path(), "sub", "file").read_text() == "content"
    assert volume.log == ["mount", "unmount"]
    assert volume.users == []


def test_a_volume_with_anything_in_it_is_left_alone(
    container: Container, volume: Directory
) -> None:
    Path(volume.path(), ".hidden").touch()
    mode = os.stat(volume.path()).st_mode
    os.chmod(container.get_resource_path("/data"), 0o700)

    container.copy_image_path_content(volume, "/data")

    assert os.listdir(volume.path()) == [".hidden"]
    assert os.stat(volume.path()).st_mode == mode


def test_an_empty_directory_of_the_image_still_lends_its_mode(
    container: Container, volume: Directory, rootfs: Path
) -> None:
    (rootfs / "empty").mkdir()
    (rootfs / "empty").chmod(0o1777)

    container.copy_image_path_content(volume, "/empty")

    assert os.stat(volume.path()).st_mode & 0o7777 == 0o1777


def test_nothing_is_mounted_where_the_image_has_nothing(
    container: Container, volume: Directory
) -> None:
    container.copy_image_path_content(volume, "/no/such")

    assert volume.log == []


def test_links_on_the_way_are_followed_within_the_container(
    container: Container, volume: Directory, rootfs: Path
) -> None:
    (rootfs / "link").symlink_to("/data")

    container.copy_image_path_content(volume, "/link")

    assert os.listdir(volume.path()) == ["sub"]


def test_a_file_is_no_directory_and_the_volume_is_unmounted_all_the_same(
    container: Container, volume: Directory, rootfs: Path
) -> None:
    (rootfs / "file").touch()

    with pytest.raises(GoError) as caught:
        container.copy_image_path_content(volume, "/file")

    assert str(caught.value) == f"source {rootfs}/file is not directory"
    assert volume.users == []


def test_a_file_in_the_way_is_told(container: Container, volume: Directory, rootfs: Path) -> None:
    (rootfs / "file").touch()

    with pytest.raises(OSError, match="not a directory") as caught:
        container.copy_image_path_content(volume, "/file/below")

    assert errors.text(caught.value) == f"lstat {rootfs}/file/below: not a directory"


def test_a_volume_that_cannot_be_unmounted_is_only_logged(
    container: Container, volume: Directory, caplog: pytest.LogCaptureFixture
) -> None:
    volume.refuses_to_unmount = True

    with caplog.at_level(logging.WARNING):
        container.copy_image_path_content(volume, "/data")

    assert caplog.messages == ["error while unmounting volume vol: busy"]


def test_a_volume_whose_directory_is_gone_is_told(container: Container, volume: Directory) -> None:
    os.rmdir(volume.path())

    with pytest.raises(OSError, match=r"^open .*/volume: no such file or directory$"):
        container.copy_image_path_content(volume, "/data")


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/m", True), ("/t", True), ("/t/", False), ("/m/below", False), ("/", False)],
)
def test_a_mount_is_looked_for_at_exactly_the_path(
    path: str, expected: bool, container: Container
) -> None:
    container.mount_points = {"/m": MountPoint(destination="/m")}
    container.host_config = HostConfig(tmpfs={"/t": ""})

    assert container.has_mount_for(path) is expected


def test_no_mounts_at_all_are_no_trouble(container: Container) -> None:
    assert not container.has_mount_for("/m")


@pytest.mark.parametrize(("number", "ignored"), [(errno.ENOTSUP, True), (errno.EPERM, False)])
def test_only_missing_support_for_attributes_is_ignored(number: int, ignored: bool) -> None:
    error = OSError(number, "")

    assert (ignore_unsupported_xattrs("", "", "user.a", error) is None) is ignored
