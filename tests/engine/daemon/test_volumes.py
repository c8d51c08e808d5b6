from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from engine import errdefs
from engine.api.types.container.host_config import HostConfig
from engine.api.types.mount import mount
from engine.api.types.mount.mount import Mount
from engine.container.container import Container, new_base_container
from engine.container.memory_store import MemoryStore
from engine.container.view import new_view_db
from engine.daemon.daemon import Daemon
from engine.daemon.mounts import prepare_mount_points, remove_mount_points
from engine.daemon.volumes import VolumeWrapper, register_mount_points
from engine.golang import errors
from engine.golang.errors import GoError
from engine.pkg import idtools
from engine.pkg.truncindex.truncindex import TruncIndex
from engine.volume.mounts import MountPoint
from engine.volume.service import opts as volumeopts
from engine.volume.service.service import VolumesService

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give directories away")


class SmallDaemon:
    """As much of a daemon as mounts need."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.events: list[tuple[str, str]] = []
        self.volumes = VolumesService(
            self.root,
            idtools.current_identity(),
            lambda name, action, _: self.events.append((name, action)),
        )
        self.containers = MemoryStore()
        self.containers_replica = new_view_db()
        self.id_index = TruncIndex()

    def add(self, digit: str, name: str) -> Container:
        container = new_base_container(digit * 64, f"{self.root}/containers/{digit * 64}")
        os.makedirs(container.root)
        self.containers.add(container.id, container)
        self.id_index.add(container.id)
        self.containers_replica.reserve_name(f"/{name}", container.id)
        return container

    def register(self, container: Container, **settings: object) -> dict[str, MountPoint]:
        config = HostConfig(**settings)  # type: ignore[arg-type]
        register_mount_points(cast("Daemon", self), container, config)
        return container.mount_points

    def refuses(self, container: Container, **settings: object) -> tuple[int, str]:
        with pytest.raises((GoError, errdefs.Error)) as caught:
            self.register(container, **settings)
        return errdefs.http_status(caught.value), errors.text(caught.value)

    def users(self, name: str) -> list[str]:
        return [ref[0] for ref in self.volumes._vs.get_refs(name)]

    def directories(self) -> list[str]:
        found = os.listdir(os.path.join(self.root, "volumes"))
        return sorted(set(found) - {"backingFsBlockDev", "metadata.db"})


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[SmallDaemon]:
    made = SmallDaemon(tmp_path / "root")
    yield made
    made.volumes.shutdown()


@pytest.fixture
def container(daemon: SmallDaemon) -> Container:
    return daemon.add("a", "one")


@pytest.fixture
def other(daemon: SmallDaemon) -> Container:
    return daemon.add("b", "other")


def volume(target: str, source: str = "", **options: object) -> Mount:
    settings = mount.VolumeOptions(**options) if options else None  # type: ignore[arg-type]
    return Mount(type=mount.TYPE_VOLUME, source=source, target=target, volume_options=settings)


def test_a_named_volume_is_made_and_used(daemon: SmallDaemon, container: Container) -> None:
    points = daemon.register(container, binds=["vol:/data/"])

    mp = points["/data"]
    assert (mp.name, mp.driver, mp.mode, mp.rw) == ("vol", "local", "z", True)
    assert mp.source == f"{daemon.root}/volumes/vol/_data"
    assert (mp.copy_data, mp.skip_mountpoint_creation) == (True, False)
    assert mp.volume is not None
    assert mp.volume.path() == mp.path() == mp.source
    assert daemon.users("vol") == ["a"]
    assert daemon.events == [("vol", "create")]


def test_a_mode_is_not_replaced(daemon: SmallDaemon, container: Container) -> None:
    points = daemon.register(container, binds=["vol:/data:ro"])

    assert (points["/data"].mode, points["/data"].rw) == ("ro", False)


def test_a_bind_makes_no_volume(daemon: SmallDaemon, container: Container) -> None:
    points = daemon.register(container, binds=["/no/such:/data"], volume_driver="local")

    mp = points["/data"]
    assert (mp.source, mp.volume, mp.propagation, mp.mode) == ("/no/such", None, "rprivate", "")
    assert daemon.events == []


def test_a_mount_gives_its_volume_options_and_labels(
    daemon: SmallDaemon, container: Container
) -> None:
    opts = {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}
    driver = mount.Driver(name="local", options=opts)

    points = daemon.register(
        container, mounts=[volume("/t", "vol", labels={"a": "b"}, driver_config=driver)]
    )

    found = daemon.volumes.get("vol")
    assert (found.labels, found.options) == ({"a": "b"}, opts)
    assert (points["/t"].name, points["/t"].mode) == ("vol", "z")


def test_a_mount_of_a_nameless_volume_gets_its_name(
    daemon: SmallDaemon, container: Container
) -> None:
    points = daemon.register(container, mounts=[volume("/t")])

    assert daemon.directories() == [points["/t"].name]
    assert daemon.users(points["/t"].name) == ["a"]


def test_a_mount_of_a_bind_is_not_made_should_it_vanish(
    daemon: SmallDaemon, container: Container, tmp_path: Path
) -> None:
    source = tmp_path / "elsewhere"
    source.mkdir()
    cfg = Mount(type=mount.TYPE_BIND, source=str(source), target="/t")

    points = daemon.register(container, mounts=[cfg])

    assert points["/t"].skip_mountpoint_creation


def test_a_tmpfs_mount_has_no_source(daemon: SmallDaemon, container: Container) -> None:
    points = daemon.register(container, mounts=[Mount(type=mount.TYPE_TMPFS, target="/t")])

    assert (points["/t"].type, points["/t"].source, points["/t"].volume) == ("tmpfs", "", None)


def test_a_bind_of_what_the_daemon_mounts_becomes_a_slave(
    daemon: SmallDaemon, container: Container
) -> None:
    points = daemon.register(
        container,
        binds=[f"{daemon.root}/x:/a", "/:/b", f"{daemon.root}-not-really:/c", "/usr:/d"],
    )

    assert [points[f"/{letter}"].propagation for letter in "abcd"] == [
        "rslave",
        "rslave",
        "rslave",
        "rprivate",
    ]


@pytest.mark.parametrize("propagation", ["rslave", "rshared"])
def test_it_may_be_shared_both_ways_if_the_user_says_so(
    propagation: str, daemon: SmallDaemon, container: Container
) -> None:
    points = daemon.register(container, binds=[f"/:/a:{propagation}"])

    assert points["/a"].propagation == propagation


def test_it_may_not_be_kept(daemon: SmallDaemon, container: Container) -> None:
    answer = daemon.refuses(container, binds=[f"{daemon.root}:/a:private"])

    assert answer == (
        400,
        'invalid mount config: must use either propagation mode "rslave" or "rshared" when mount '
        f'source is within the daemon root, daemon root: "{daemon.root}", bind mount source: '
        f'"{daemon.root}", propagation: "private"',
    )


def test_a_mount_of_the_daemons_tree_is_held_to_the_same_rule(
    daemon: SmallDaemon, container: Container
) -> None:
    points = daemon.register(
        container, mounts=[Mount(type=mount.TYPE_BIND, source="/", target="/t")]
    )

    assert points["/t"].propagation == "rslave"


@pytest.mark.parametrize(
    ("settings", "status", "text"),
    [
        ({"binds": ["/x:/b", "/y:/b/"]}, 400, "Duplicate mount point: /b"),
        ({"binds": ["/x:/b/."], "tmpfs": {"/b": ""}}, 400, "Duplicate mount point: /b"),
        ({"binds": ["/x:/b"], "mounts": [volume("/b/")]}, 400, "Duplicate mount point: /b/"),
        ({"mounts": [volume("/b"), volume("/b/")]}, 400, "Duplicate mount point: /b/"),
        ({"binds": ["/foo:rw"]}, 500, "invalid volume specification: '/foo:rw'"),
        ({"binds": ["/a:/b:zz"]}, 500, "invalid mode: zz"),
        (
            {"mounts": [Mount(target="/t")]},
            400,
            'invalid mount config for type "": mount type unknown',
        ),
        (
            {"binds": ["vol:/a"], "volume_driver": "foo"},
            404,
            'create vol: error looking up volume plugin foo: plugin "foo" not found',
        ),
        ({"volumes_from": [""]}, 400, "volumes-from specification cannot be an empty string"),
        ({"volumes_from": ["x:zz"]}, 400, "invalid mode: zz"),
        ({"volumes_from": ["nope"]}, 400, "No such container: nope"),
    ],
    ids=lambda value: "settings" if isinstance(value, dict) else str(value),
)
def test_what_cannot_be_is_refused(
    settings: dict[str, object],
    status: int,
    text: str,
    daemon: SmallDaemon,
    container: Container,
) -> None:
    answer = daemon.refuses(container, **settings)

    assert answer == (status, text)
    assert container.mount_points == {}
    assert daemon.directories() == []


def test_a_tmpfs_of_the_old_kind_does_not_hinder_a_mount(
    daemon: SmallDaemon, container: Container
) -> None:
    points = daemon.register(container, mounts=[volume("/b")], tmpfs={"/b": ""})

    assert list(points) == ["/b"]


def test_a_failure_leaves_named_volumes_and_removes_nameless_ones(
    daemon: SmallDaemon, container: Container
) -> None:
    daemon.refuses(
        container, binds=["vol:/a", "/nameless"], mounts=[volume("/m"), volume("relative")]
    )

    assert daemon.directories() == ["vol"]
    assert daemon.users("vol") == []
    assert [action for _, action in daemon.events] == ["create"] * 3 + ["destroy"] * 2


def test_a_failure_does_not_touch_a_nameless_volume_of_another_container(
    daemon: SmallDaemon, container: Container, other: Container
) -> None:
    name = daemon.register(other, mounts=[volume("/m")])["/m"].name

    daemon.refuses(container, volumes_from=["other"], binds=["a:b"])

    assert daemon.directories() == [name]
    assert daemon.users(name) == ["b"]


def test_volumes_from_takes_over_what_another_container_has(
    daemon: SmallDaemon, container: Container, other: Container
) -> None:
    theirs = daemon.register(other, binds=["vol:/a:ro", "/x:/b:rshared", "vol2:/c:z"])

    ours = daemon.register(container, volumes_from=["other"])

    assert sorted(ours) == ["/a", "/b", "/c"]
    assert [ours[path].rw for path in sorted(ours)] == [False, True, True]
    assert ours["/b"].propagation == "rshared"
    assert ours["/a"].spec == theirs["/a"].spec
    assert ours["/a"].spec is not theirs["/a"].spec
    assert {mp.mode for mp in ours.values()} == {""}
    assert not any(mp.copy_data or mp.skip_mountpoint_creation for mp in ours.values())
    # A volume with a source is not looked up, and so not counted.
    assert [mp.volume for mp in ours.values()] == [None, None, None]
    assert daemon.users("vol") == ["b"]


def test_volumes_from_can_make_everything_read_only(
    daemon: SmallDaemon, container: Container, other: Container
) -> None:
    daemon.register(other, binds=["vol:/a", "/x:/b"])

    ours = daemon.register(container, volumes_from=[f"{other.id[:12]}:ro"])

    assert [mp.rw for mp in ours.values()] == [False, False]


def test_volumes_from_uses_the_volumes_that_an_image_asked_for(
    daemon: SmallDaemon, container: Container, other: Container
) -> None:
    made = daemon.volumes.create("ab", "")
    other.add_mount_point_with_volume("/v", VolumeWrapper(made, daemon.volumes), True)

    ours = daemon.register(container, volumes_from=["other"])

    assert ours["/v"].volume is not None
    assert ours["/v"].volume.name() == "ab"
    assert daemon.users("ab") == ["a"]


def test_volumes_from_stumbles_over_a_tmpfs_mount(
    daemon: SmallDaemon, container: Container, other: Container
) -> None:
    daemon.register(other, mounts=[Mount(type=mount.TYPE_TMPFS, target="/t")])

    answer = daemon.refuses(container, volumes_from=["other"])

    assert answer == (404, "get: no such volume")


def test_a_bind_takes_the_place_of_a_mount_from_another_container(
    daemon: SmallDaemon, container: Container, other: Container
) -> None:
    made = daemon.volumes.create("ab", "")
    other.add_mount_point_with_volume("/v", VolumeWrapper(made, daemon.volumes), True)

    ours = daemon.register(container, volumes_from=["other"], binds=["/x:/v"])

    assert ours["/v"].source == "/x"
    assert daemon.users("ab") == []


def test_what_the_container_had_stays_unless_it_is_replaced(
    daemon: SmallDaemon, container: Container
) -> None:
    daemon.register(container, binds=["old:/a", "kept:/b"])

    points = daemon.register(container, binds=["new:/a"])

    assert (points["/a"].name, points["/b"].name) == ("new", "kept")
    assert daemon.users("old") == []


def test_a_container_from_disk_is_counted_again(daemon: SmallDaemon, container: Container) -> None:
    daemon.volumes.create("vol", "")
    stored = MountPoint(type=mount.TYPE_VOLUME, name="vol", driver="local", destination="/a")
    bind = MountPoint(type=mount.TYPE_BIND, source="/x", destination="/b")
    container.mount_points = {"/a": stored, "/b": bind}

    prepare_mount_points(cast("Daemon", daemon), container)
    prepare_mount_points(cast("Daemon", daemon), container)

    assert stored.volume is not None
    assert bind.volume is None
    assert daemon.users("vol") == ["a"]


def test_a_container_whose_volume_is_gone_cannot_be_prepared(
    daemon: SmallDaemon, container: Container
) -> None:
    container.mount_points = {"/a": MountPoint(name="vol", driver="local", destination="/a")}

    with pytest.raises(GoError, match=r"^get vol: no such volume$"):
        prepare_mount_points(cast("Daemon", daemon), container)


def test_removing_mounts_lets_go_of_volumes(daemon: SmallDaemon, container: Container) -> None:
    daemon.register(container, binds=["vol:/a", "/x:/b", "/nameless"])

    remove_mount_points(cast("Daemon", daemon), container, False)

    assert len(daemon.directories()) == 2
    assert daemon.users("vol") == []


def test_removing_mounts_may_remove_nameless_volumes(
    daemon: SmallDaemon, container: Container, other: Container
) -> None:
    daemon.register(container, binds=["vol:/a", "/x:/b", "/nameless"], mounts=[volume("/m")])
    shared = container.mount_points["/m"].name
    daemon.volumes.get(shared, volumeopts.with_get_reference(other.id))

    remove_mount_points(cast("Daemon", daemon), container, True)

    assert daemon.directories() == sorted(["vol", shared])


def test_volumes_that_cannot_be_removed_are_told_all_together(
    daemon: SmallDaemon, container: Container
) -> None:
    points = daemon.register(container, binds=["/n1", "/n2"])
    names = [mp.name for mp in points.values()]
    for name in names:
        daemon.volumes.release(name, container.id)
        daemon.volumes.remove(name)

    with pytest.raises(GoError) as caught:
        remove_mount_points(cast("Daemon", daemon), container, True)

    lines = [f"get {name}: no such volume" for name in names]
    assert str(caught.value) == "\n".join(["Error removing volumes:", *lines])


def test_a_wrapped_volume_tells_what_the_service_told(daemon: SmallDaemon) -> None:
    wrapped = VolumeWrapper(daemon.volumes.create("vol", ""), daemon.volumes)

    assert (wrapped.name(), wrapped.driver_name(), wrapped.status()) == ("vol", "local", None)
    assert wrapped.mount("id") == wrapped.path()
    wrapped.unmount("id")
    with pytest.raises(GoError, match=r"^not implemented$"):
        wrapped.created_at()
