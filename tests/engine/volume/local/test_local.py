from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine import errdefs
from engine.golang.errors import GoError
from engine.pkg import idtools
from engine.vendor.moby.sys import mountinfo
from engine.volume.local import LocalVolume, Root
from engine.volume.local.local_unix import OptsConfig, get_address, mount_volume, scoped_path
from engine.volume.service.wrapper import VolumeWrapper

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may mount, and give directories away"
)

TMPFS = {"type": "tmpfs", "device": "tmpfs", "o": "size=1m,uid=7"}


def _volumes(scope: Path) -> list[str]:
    return [path.name for path in (scope / "volumes").iterdir() if path.is_dir()]


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Root]:
    made = Root(str(tmp_path), idtools.Identity(1000, 1001))
    yield made
    for vol in made.list():
        if isinstance(vol, LocalVolume) and mountinfo.mounted(vol.path()):
            vol.unmount_device()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_volume_is_two_directories(root: Root, tmp_path: Path) -> None:
    made = root.create("vol", None)

    volume = tmp_path / "volumes" / "vol"
    assert mode(tmp_path / "volumes") == 0o701
    assert (mode(volume), mode(volume / "_data")) == (0o701, 0o755)
    assert ((volume / "_data").stat().st_uid, (volume / "_data").stat().st_gid) == (1000, 1001)
    assert volume.stat().st_uid == 0
    assert made.path() == str(volume / "_data")
    assert os.listdir(volume) == ["_data"]


def test_options_are_kept_beside_the_data(root: Root, tmp_path: Path) -> None:
    root.create("vol", TMPFS)

    file = tmp_path / "volumes" / "vol" / "opts.json"
    assert mode(file) == 0o600
    assert file.read_text() == (
        '{"MountType":"tmpfs","MountOpts":"size=1m,uid=7","MountDevice":"tmpfs","Quota":{"Size":0}}'
    )


def test_a_name_that_is_taken_returns_the_volume_as_it_is(root: Root) -> None:
    first = root.create("vol", TMPFS)

    second = root.create("vol", {"nonsense": "1"})

    assert second is first


def test_a_directory_that_nobody_knew_is_taken_over(root: Root, tmp_path: Path) -> None:
    data = tmp_path / "volumes" / "vol" / "_data"
    data.mkdir(mode=0o700, parents=True)
    (data / "kept").touch()

    root.create("vol", None)

    assert mode(data) == 0o755
    assert data.stat().st_uid == 1000
    assert (data / "kept").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x", "volume name is too short, names should be at least two alphanumeric characters"),
        *(
            (
                name,
                f"{json.dumps(name)} includes invalid characters for a local volume name, only "
                '"[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host '
                "directory, use absolute path",
            )
            for name in ("x_y!", "../x", "_x", "a/b", "ab\n", "")
        ),
    ],
)
def test_names_that_could_lead_astray_are_refused(name: str, reason: str, root: Root) -> None:
    with pytest.raises(errdefs.InvalidParameter) as caught:
        root.create(name, None)

    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("opts", "kind", "reason"),
    [
        ({"foo": "1"}, errdefs.InvalidParameter, 'invalid option: "foo"'),
        ({"type": "tmpfs"}, errdefs.InvalidParameter, 'missing required option: "device"'),
        ({"device": "tmpfs"}, errdefs.InvalidParameter, 'missing required option: "type"'),
        ({"o": "ro"}, errdefs.InvalidParameter, 'missing required option: "device"'),
        ({"size": "1g"}, errdefs.InvalidParameter, "quota size requested but no quota support"),
        ({"size": "zz"}, GoError, "invalid size: 'zz'"),
    ],
    ids=str,
)
def test_options_that_cannot_be_leave_nothing_behind(
    opts: dict[str, str], kind: type[Exception], reason: str, root: Root, tmp_path: Path
) -> None:
    with pytest.raises(kind) as caught:
        root.create("vol", opts)

    assert str(caught.value) == reason
    assert root.get("vol") is None
    assert _volumes(tmp_path) == []


def test_a_size_of_nothing_is_no_quota(root: Root) -> None:
    made = root.create("vol", {"size": "0"})

    assert made.opts == OptsConfig()


def test_a_file_in_the_way_of_the_volume_is_the_hosts_fault(root: Root, tmp_path: Path) -> None:
    path = tmp_path / "volumes" / "vol"
    path.touch()

    with pytest.raises(errdefs.System) as caught:
        root.create("vol", None)

    assert str(caught.value) == (
        f"error while creating volume root path '{path}': mkdir {path}: not a directory"
    )


def test_a_plain_volume_needs_no_mount(root: Root) -> None:
    made = root.create("vol", None)

    path = made.mount("one")

    assert path == made.path()
    assert not mountinfo.mounted(path)
    made.unmount("one")


def test_a_device_is_mounted_for_the_first_and_unmounted_after_the_last(root: Root) -> None:
    made = root.create("vol", TMPFS)

    path = made.mount("one")
    made.mount("two")
    owner = os.stat(path).st_uid
    made.unmount("one")
    still = mountinfo.mounted(path)
    made.unmount("two")

    assert owner == 7
    assert still
    assert not mountinfo.mounted(path)


def test_a_device_that_cannot_be_mounted_is_the_hosts_fault(root: Root) -> None:
    made = root.create("vol", {"type": "ext4", "device": "/no/such/device", "o": "noatime"})

    with pytest.raises(errdefs.System) as caught:
        made.mount("one")

    assert str(caught.value) == (
        f"failed to mount local volume: mount /no/such/device:{made.path()}, flags: 0x400: "
        "no such file or directory"
    )
    assert made.active == 0


def test_options_without_a_device_are_refused_at_the_mount() -> None:
    with pytest.raises(GoError, match=r"^missing device in volume options$"):
        mount_volume(OptsConfig(mount_type="nfs"), "/nowhere")


def test_an_unknown_host_of_a_network_volume_is_told() -> None:
    opts = OptsConfig(mount_type="nfs", mount_device=":/x", mount_opts="addr=no.such.invalid,rw")

    with pytest.raises(GoError, match=r"^error resolving passed in network volume address: "):
        mount_volume(opts, "/nowhere")


@pytest.mark.parametrize(
    ("opts", "address"),
    [("addr=1.2.3.4,rw", "1.2.3.4"), ("rw,addr=host", "host"), ("rw", ""), ("myaddr=x", "")],
)
def test_the_address_is_looked_for_in_mount_options(opts: str, address: str) -> None:
    assert get_address(opts) == address


def test_a_volume_with_a_quota_from_elsewhere_is_not_mounted(root: Root, tmp_path: Path) -> None:
    (tmp_path / "volumes" / "old").mkdir()
    (tmp_path / "volumes" / "old" / "opts.json").write_text('{"Quota":{"Size":5}}')
    found = Root(str(tmp_path), idtools.current_identity()).get("old")
    assert found is not None

    with pytest.raises(GoError, match=r"^size quota requested for volume but no quota support$"):
        found.mount("one")


def test_volumes_are_found_again_with_their_options(root: Root, tmp_path: Path) -> None:
    root.create("plain", None)
    root.create("device", TMPFS)
    (tmp_path / "volumes" / "file").touch()

    again = Root(str(tmp_path), idtools.current_identity())

    assert sorted(vol.name() for vol in again.list()) == ["device", "plain"]
    plain, device = again.get("plain"), again.get("device")
    assert plain is not None
    assert plain.opts is None
    assert device is not None
    assert device.opts is not None
    assert device.opts.mount_opts == "size=1m,uid=7"


def test_what_a_dead_engine_left_mounted_is_unmounted(root: Root, tmp_path: Path) -> None:
    path = root.create("vol", TMPFS).mount("one")

    Root(str(tmp_path), idtools.current_identity())

    assert not mountinfo.mounted(path)


def test_an_options_file_without_options_is_none(root: Root, tmp_path: Path) -> None:
    root.create("vol", None)
    (tmp_path / "volumes" / "vol" / "opts.json").write_text('{"MountType":"","Quota":{"Size":0}}')

    found = Root(str(tmp_path), idtools.current_identity()).get("vol")

    assert found is not None
    assert found.opts is None


def test_a_damaged_options_file_keeps_the_engine_from_starting(root: Root, tmp_path: Path) -> None:
    root.create("vol", None)
    (tmp_path / "volumes" / "vol" / "opts.json").write_text("{")

    with pytest.raises(
        GoError, match=r"^error while unmarshaling volume options for volume: vol: unexpected end"
    ):
        Root(str(tmp_path), idtools.current_identity())


def test_removing_a_volume_removes_its_data(root: Root, tmp_path: Path) -> None:
    made = root.create("vol", TMPFS)
    Path(made.path(), "file").touch()

    root.remove(made)

    assert root.get("vol") is None
    assert _volumes(tmp_path) == []


def test_a_volume_without_its_directory_can_be_removed(root: Root, tmp_path: Path) -> None:
    made = root.create("vol", None)
    (tmp_path / "volumes" / "vol" / "_data").rmdir()

    root.remove(made)

    assert _volumes(tmp_path) == []


def test_a_mounted_volume_is_not_removed(root: Root) -> None:
    made = root.create("vol", TMPFS)
    made.mount("one")

    with pytest.raises(errdefs.System, match=r"^volume has active mounts$"):
        root.remove(made)

    made.unmount("one")


def test_data_that_was_moved_elsewhere_is_not_removed(root: Root, tmp_path: Path) -> None:
    made = root.create("vol", None)
    elsewhere = tmp_path / "elsewhere"
    Path(made.path()).rename(elsewhere)
    Path(made.path()).symlink_to(elsewhere)

    with pytest.raises(errdefs.System) as caught:
        root.remove(made)

    assert str(caught.value) == (
        f"Unable to remove a directory outside of the local volume root {tmp_path}: {elsewhere}"
    )
    assert elsewhere.exists()


def test_another_drivers_volume_is_not_removed(root: Root) -> None:
    foreign = VolumeWrapper(root.create("vol", None), None, "local", None)

    with pytest.raises(errdefs.System, match=r"^unknown volume type VolumeWrapper$"):
        root.remove(foreign)


@pytest.mark.parametrize(
    ("path", "within"),
    [
        ("/r/volumes/v", True),
        ("/r/volumes", False),
        ("/r/vfs/dir/v", True),
        ("/r/other", False),
    ],
)
def test_volumes_have_their_places(path: str, within: bool) -> None:
    assert scoped_path("/r", path) is within


def test_a_volume_is_as_old_as_its_directory(root: Root) -> None:
    made = root.create("vol", None)

    age = datetime.now().astimezone() - made.created_at()

    assert timedelta(0) <= age < timedelta(minutes=1)


def test_a_volume_tells_about_itself(root: Root) -> None:
    made = root.create("vol", None)

    told = (made.name(), made.driver_name(), made.cached_path())

    assert told == ("vol", "local", made.path())
    assert root.scope() == "local"
    assert root.name() == "local"


def test_a_busy_directory_is_told_by_the_driver(root: Root, tmp_path: Path) -> None:
    made = root.create("vol", None)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", made.path()], check=True)

    try:
        with pytest.raises(errdefs.System) as caught:
            root.remove(made)
    finally:
        subprocess.run(["umount", made.path()], check=True)

    assert str(caught.value).startswith(f"error removing volume path '{made.path()}': ")


def test_options_that_cannot_be_written_leave_nothing_behind(root: Root, tmp_path: Path) -> None:
    (tmp_path / "volumes" / "vol" / "opts.json").mkdir(parents=True)

    with pytest.raises(errdefs.System) as caught:
        root.create("vol", TMPFS)

    file = tmp_path / "volumes" / "vol" / "opts.json"
    assert str(caught.value) == (
        f"error while persisting volume options: open {file}: is a directory"
    )
    assert not file.parent.exists()


def test_a_device_that_is_unmounted_already_is_no_error(root: Root) -> None:
    made = root.create("vol", TMPFS)
    made.mount("one")
    subprocess.run(["umount", made.path()], check=True)

    made.unmount("one")

    assert made.active == 0


@pytest.mark.parametrize(
    ("opts", "shown"),
    [
        ("addr=localhost,ro", "data: addr=127.0.0.1"),
        ("addr=127.0.0.1,ro", "data: addr=127.0.0.1"),
        ("addr=::1,ro", "data: addr=::1"),
    ],
)
def test_the_kernel_gets_an_address_for_a_name(opts: str, shown: str, root: Root) -> None:
    made = root.create("vol", {"type": "nfs", "device": ":/x", "o": opts})

    with pytest.raises(errdefs.System) as caught:
        made.mount("one")

    assert f"flags: 0x1, {shown}: " in str(caught.value)
