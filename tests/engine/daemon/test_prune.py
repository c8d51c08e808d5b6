"""What nobody uses is cleared away."""

from __future__ import annotations

import pytest

from engine import errdefs
from engine.api.types.filters import Args
from engine.daemon.daemon import Daemon
from engine.daemon.prune import get_until_from_prune_filters, match_labels
from engine.golang.errors import GoError
from tests.engine.daemon.conftest import Request


def by(**filters: str) -> Args:
    wanted = Args()
    for key, value in filters.items():
        wanted.add(key.replace("not_", "") + ("!" if key.startswith("not_") else ""), value)
    return wanted


@pytest.fixture
def two(daemon: Daemon, request_for: Request) -> list[str]:
    """Two containers, the first with a label."""
    return [
        daemon.container_create(request_for("one", labels={"k": "v"})).id,
        daemon.container_create(request_for("two", volumes={"/v": {}})).id,
    ]


def test_all_containers_that_do_not_run_go_and_their_volumes_stay(
    daemon: Daemon, two: list[str]
) -> None:
    report = daemon.containers_prune(Args())

    assert sorted(report.containers_deleted or ()) == sorted(two)
    assert daemon.containers.list() == []
    assert len(daemon.volumes.list(Args())[0]) == 1


def test_a_container_that_runs_stays(daemon: Daemon, two: list[str]) -> None:
    running = daemon.containers.get(two[0])
    assert running is not None
    running.state.running = True

    report = daemon.containers_prune(Args())
    running.state.running = False

    assert report.containers_deleted == [two[1]]


@pytest.mark.parametrize(
    ("filters", "gone"),
    [
        (by(label="k=v"), [0]),
        (by(not_label="k"), [1]),
        (by(until="2020-01-01T00:00:00Z"), []),
        (by(until="2999-01-01"), [0, 1]),
    ],
    ids=["label", "no label", "long ago", "in the future"],
)
def test_filters_choose_what_goes(
    daemon: Daemon, two: list[str], filters: Args, gone: list[int]
) -> None:
    report = daemon.containers_prune(filters)

    assert sorted(report.containers_deleted or ()) == sorted(two[number] for number in gone)


def test_two_cannot_clear_away_at_once(daemon: Daemon) -> None:
    with daemon.prune_running, pytest.raises(errdefs.Conflict, match="already running"):
        daemon.containers_prune(Args())


def test_no_network_goes(daemon: Daemon) -> None:
    assert daemon.networks_prune(Args()).networks_deleted is None
    assert len(daemon.net_controller.networks()) == 3


def test_an_unknown_filter_is_refused(daemon: Daemon) -> None:
    with pytest.raises(errdefs.InvalidParameter, match="Invalid filter 'foo'"):
        daemon.containers_prune(by(foo="x"))


def test_a_time_is_read_once_only() -> None:
    twice = by(until="1h")
    twice.add("until", "2h")

    assert get_until_from_prune_filters(Args()) is None
    assert get_until_from_prune_filters(by(until="5.25")) == 5_250_000_000
    with pytest.raises(GoError, match="more than one until filter specified"):
        get_until_from_prune_filters(twice)


def test_a_missing_label_lets_pass_who_lacks_it() -> None:
    assert match_labels(by(not_label="k"), {"other": ""})
    assert not match_labels(by(not_label="k"), {"k": "v"})
    assert match_labels(by(not_label="k=v"), {"k": "w"})


def test_nameless_images_go_and_others_stay(daemon: Daemon) -> None:
    daemon.image_service.tag_image("bb", "other", "1")

    nothing = daemon.image_service.images_prune(Args())
    everything = daemon.image_service.images_prune(by(dangling="false"))

    assert nothing.images_deleted is None
    assert [item.untagged for item in everything.images_deleted or () if item.untagged] == [
        *("bb:latest", "other:1"),
    ]
    assert everything.space_reclaimed == len(b"#!" + b"from the image") + 22
    assert daemon.image_service.count_images() == 0


def test_an_image_of_a_container_stays(daemon: Daemon, two: list[str]) -> None:
    report = daemon.image_service.images_prune(by(dangling="false"))

    assert report.images_deleted is None
    assert daemon.image_service.count_images() == 1


def test_a_value_that_is_neither_true_nor_false_is_refused(daemon: Daemon) -> None:
    with pytest.raises(errdefs.InvalidParameter, match=r"Invalid filter 'dangling=\[x\]'"):
        daemon.image_service.images_prune(by(dangling="x"))


def test_volumes_that_nobody_uses_go(daemon: Daemon, request_for: Request) -> None:
    daemon.volumes.create("idle", "local")
    daemon.container_create(request_for("box", binds=["used:/data"]))

    report = daemon.volumes.prune(Args())

    assert report.volumes_deleted == ["idle"]
    assert [volume.name for volume in daemon.volumes.list(Args())[0]] == ["used"]


def test_disk_usage_counts_layers_containers_and_volumes(
    daemon: Daemon, request_for: Request
) -> None:
    daemon.container_create(request_for("box", binds=["named:/data"]))

    usage = daemon.system_disk_usage()

    assert usage.layers_size == 38
    assert [(one.containers, one.shared_size) for one in usage.images] == [(1, 0)]
    assert [one.size_root_fs for one in usage.containers] == [38]
    (volume,) = usage.volumes
    assert volume.usage_data is not None
    assert (volume.usage_data.ref_count, volume.usage_data.size) == (1, 14)


def test_disk_usage_is_asked_for_by_one_at_a_time(daemon: Daemon) -> None:
    with daemon.disk_usage_running, pytest.raises(GoError, match="already running"):
        daemon.system_disk_usage()
