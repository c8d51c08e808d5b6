"""Files that go into containers and out of them."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from engine import errdefs
from engine.daemon.daemon import Daemon
from engine.pkg.archive import Change, ChangeType
from engine.vendor.moby.sys import mountinfo
from tests.engine.daemon.conftest import Request


def a_tar(*names: str) -> io.BytesIO:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size, entry.uid, entry.gid = 3, 7, 8
            tar.addfile(entry, io.BytesIO(b"new"))
    buffer.seek(0)
    return buffer


def copied(daemon: Daemon, path: str, name: str = "box") -> dict[str, bytes]:
    archive, _ = daemon.container_archive_path(name, path)
    try:
        data = b"".join(iter(lambda: archive.read(1 << 16), b""))
    finally:
        archive.close()
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        files = {entry.name: tar.extractfile(entry) for entry in tar if entry.isreg()}
        return {name: file.read() for name, file in files.items() if file is not None}


def mounts(daemon: Daemon) -> list[str]:
    found = mountinfo.get_mounts(mountinfo.prefix_filter(daemon.root))
    return [one.mountpoint for one in found]


@pytest.fixture
def box(daemon: Daemon, request_for: Request) -> str:
    """A container with a volume at /data and a read-only one at /fixed."""
    made: str = daemon.container_create(
        request_for("box", binds=["named:/data", "fixed:/fixed:ro"])
    ).id
    return made


def test_a_file_comes_out_under_its_name_and_nothing_stays_mounted(
    daemon: Daemon, box: str
) -> None:
    assert copied(daemon, "/bin/sh") == {"sh": b"#!"}
    assert mounts(daemon) == []
    assert not list(Path(daemon.root, "overlay2").glob("*/merged"))


def test_a_volume_is_seen_where_it_is_mounted(daemon: Daemon, box: str) -> None:
    Path(daemon.root, "volumes/named/_data/more").write_text("more")

    found = copied(daemon, "/data")

    assert found == {"data/file": b"from the image", "data/more": b"more"}


def test_what_is_there_is_told_with_gos_mode(daemon: Daemon, box: str) -> None:
    about = daemon.container_stat_path("box", "/bin/")

    assert (about.name, about.mode >> 31, about.link_target) == ("bin", 1, "")


def test_a_link_tells_where_it_leads_within_the_container(daemon: Daemon, box: str) -> None:
    with tarfile.open(fileobj=(buffer := io.BytesIO()), mode="w") as tar:
        entry = tarfile.TarInfo("etc/link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/../../bin/sh"
        tar.addfile(entry)
    buffer.seek(0)
    daemon.container_extract_to_dir("box", "/", False, False, buffer)

    about = daemon.container_stat_path("box", "/etc/link")

    assert about.link_target == "/bin/sh"


def a_link(name: str, kind: bytes, target: str) -> io.BytesIO:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("a"))
        link = tarfile.TarInfo(name)
        link.type, link.linkname = kind, target
        tar.addfile(link)
    buffer.seek(0)
    return buffer


def test_a_hard_link_means_a_file_below_the_place_of_the_copy(daemon: Daemon, box: str) -> None:
    archive = a_link("h", tarfile.LNKTYPE, "a")

    daemon.container_extract_to_dir("box", "/etc", False, False, archive)

    (first,) = Path(daemon.root, "overlay2").glob("*/diff/etc/a")
    assert first.samefile(first.with_name("h"))


@pytest.mark.parametrize(
    ("kind", "target", "said"),
    [
        (tarfile.LNKTYPE, "../x", 'invalid hardlink "/x" -> "../x"'),
        (tarfile.SYMTYPE, "../x", 'invalid symlink "/etc/h" -> "../x"'),
        (tarfile.LNKTYPE, "nope", "link /etc/nope /etc/h: no such file or directory"),
    ],
    ids=["hard", "soft", "to nothing"],
)
def test_links_stay_below_the_place_of_the_copy(
    daemon: Daemon, box: str, kind: bytes, target: str, said: str
) -> None:
    with pytest.raises(Exception, match=said):
        daemon.container_extract_to_dir("box", "/etc", False, False, a_link("h", kind, target))


def test_the_place_of_the_copy_stays_a_directory(daemon: Daemon, box: str) -> None:
    with pytest.raises(Exception, match='cannot overwrite directory "/etc" with non-directory'):
        daemon.container_extract_to_dir("box", "/etc", False, True, a_tar("."))


def test_no_path_has_a_null_byte(daemon: Daemon, box: str) -> None:
    with pytest.raises(Exception, match="merged/etc\0x: invalid argument"):
        daemon.container_stat_path("box", "/etc\0x")


def test_files_go_in_with_their_owners(daemon: Daemon, box: str) -> None:
    daemon.container_extract_to_dir("box", "/etc", False, False, a_tar("new"))

    (file,) = Path(daemon.root, "overlay2").glob("*/diff/etc/new")
    assert (file.stat().st_uid, file.stat().st_gid) == (7, 8)
    # The place for a mount was made when the volumes were mounted for the copy.
    assert daemon.container_changes("box") == [
        Change("/etc", ChangeType.MODIFY),
        Change("/etc/new", ChangeType.ADD),
        Change("/fixed", ChangeType.ADD),
    ]


def test_files_go_in_as_the_containers_user_if_that_is_wanted(
    daemon: Daemon, request_for: Request
) -> None:
    daemon.container_create(request_for("box", user="nobody"))

    daemon.container_extract_to_dir("box", "/etc", True, False, a_tar("new"))

    (file,) = Path(daemon.root, "overlay2").glob("*/diff/etc/new")
    assert file.stat().st_uid == 65534


def test_files_go_into_a_volume(daemon: Daemon, box: str) -> None:
    daemon.container_extract_to_dir("box", "/data", False, False, a_tar("new"))

    assert Path(daemon.root, "volumes/named/_data/new").read_bytes() == b"new"
    assert mounts(daemon) == []


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("/nope", errdefs.NotFound, "Could not find the file /nope in container box"),
        ("/bin/sh", errdefs.System, "extraction point is not a directory"),
        ("/fixed", errdefs.System, "mounted volume is marked read-only"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    daemon: Daemon, box: str, path: str, kind: type[Exception], reason: str
) -> None:
    with pytest.raises(kind) as caught:
        daemon.container_extract_to_dir("box", path, False, False, a_tar("new"))

    assert str(caught.value) == reason
    assert mounts(daemon) == []


def test_a_read_only_container_takes_files_into_its_volumes_only(
    daemon: Daemon, request_for: Request
) -> None:
    daemon.container_create(request_for("box", readonly_rootfs=True, binds=["named:/data"]))

    daemon.container_extract_to_dir("box", "/data", False, False, a_tar("new"))
    with pytest.raises(errdefs.System, match="container rootfs is marked read-only"):
        daemon.container_extract_to_dir("box", "/etc", False, False, a_tar("new"))

    assert Path(daemon.root, "volumes/named/_data/new").exists()


def test_a_bind_that_hides_hosts_is_seen(
    daemon: Daemon, request_for: Request, tmp_path: Path
) -> None:
    (tmp_path / "hosts").write_text("mine\n")
    daemon.container_create(request_for("box", binds=[f"{tmp_path}/hosts:/etc/hosts"]))

    assert copied(daemon, "/etc/hosts") == {"hosts": b"mine\n"}


def test_clients_of_old_get_a_file_or_the_contents_of_a_directory(daemon: Daemon, box: str) -> None:
    archive = daemon.container_copy("box", "/bin/sh")
    data = b"".join(iter(lambda: archive.read(1 << 16), b""))
    archive.close()

    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        assert tar.getnames() == ["sh"]
    assert mounts(daemon) == []


def test_an_export_leaves_volumes_out_and_nothing_mounted(daemon: Daemon, box: str) -> None:
    out = io.BytesIO()

    daemon.container_export("box", out)

    out.seek(0)
    with tarfile.open(fileobj=out) as tar:
        assert {"bin/sh", "data/file", "etc/hosts"} <= {*tar.getnames()}
    assert mounts(daemon) == []


def test_an_export_of_a_dead_container_is_refused(daemon: Daemon, box: str) -> None:
    container = daemon.containers.get(box)
    assert container is not None
    container.state.dead = True

    with pytest.raises(errdefs.Conflict, match="which is Dead"):
        daemon.container_export("box", io.BytesIO())


def test_volumes_tell_that_they_were_mounted_and_unmounted(daemon: Daemon, box: str) -> None:
    _kept, coming, end = daemon.events_service.subscribe()
    copied(daemon, "/etc")
    end()

    events = []
    while (event := coming.get(timeout=0)) is not None:
        events.append((event.type, event.action))
    assert events.count(("volume", "mount")) == 2
    assert events.count(("volume", "unmount")) == 2
    assert ("container", "archive-path") in events
    assert os.path.exists(daemon.root)
