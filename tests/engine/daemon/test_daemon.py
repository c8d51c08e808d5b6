import os
from pathlib import Path

import pytest

from engine.daemon.config import Config, LogConfig
from engine.daemon.daemon import create_daemon_root, new_daemon
from engine.golang.errors import GoError

TREE = {
    ".": 0o710,
    "buildkit": 0o711,
    "buildkit/content": 0o755,
    "buildkit/content/ingest": 0o755,
    "buildkit/executor": 0o711,
    "containers": 0o710,
    "image": 0o700,
    "image/overlay2": 0o700,
    "image/overlay2/distribution": 0o700,
    "image/overlay2/imagedb": 0o700,
    "image/overlay2/imagedb/content": 0o700,
    "image/overlay2/imagedb/content/sha256": 0o700,
    "image/overlay2/imagedb/metadata": 0o700,
    "image/overlay2/imagedb/metadata/sha256": 0o700,
    "image/overlay2/layerdb": 0o700,
    "network": 0o750,
    "network/files": 0o750,
    "overlay2": 0o710,
    "overlay2/l": 0o700,
    "plugins": 0o700,
    "plugins/storage": 0o755,
    "plugins/storage/ingest": 0o755,
    "plugins/tmp": 0o700,
    "runtimes": 0o700,
    "swarm": 0o700,
    "tmp": 0o700,
    "trust": 0o700,
    "volumes": 0o701,
}


def tree(root):
    directories = [Path(path).relative_to(root) for path, _, _ in os.walk(root)]
    return {str(path): (root / path).stat().st_mode & 0o7777 for path in directories}


def test_an_empty_root_becomes_dockerds(start, tmp_path):
    start(graph_driver="overlay2")

    assert tree(tmp_path / "root") == TREE


def test_a_second_start_changes_no_mode(start, tmp_path):
    start(graph_driver="overlay2")

    start()

    assert tree(tmp_path / "root") == TREE


def test_the_directory_for_temporary_files_is_emptied(start, tmp_path):
    start()
    (tmp_path / "root/tmp/left").write_text("")

    start()

    assert os.listdir(tmp_path / "root/tmp") == []
    assert not (tmp_path / "root/tmp-old").exists()


def test_a_link_to_the_root_is_followed(start, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "root").symlink_to("real")

    daemon = start()

    assert daemon.root == str(tmp_path / "real")
    assert daemon.repository == str(tmp_path / "real/containers")


def test_a_root_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "root").write_text("")

    with pytest.raises(GoError, match="Unable to get the full path to root"):
        create_daemon_root(Config(root=str(tmp_path / "root")))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"graph_driver": "nope"}, "error initializing graphdriver"),
        (
            {"log_config": LogConfig(config={"foo": "x"})},
            "failed to set log opts: unknown log opt 'foo' for json-file log driver",
        ),
        ({"default_runtime": "nope"}, "specified default runtime 'nope' does not exist"),
    ],
    ids=["storage driver", "log option", "runtime"],
)
def test_a_daemon_that_cannot_start_says_why(tmp_path, settings, message):
    config = Config(root=str(tmp_path / "root"), **settings)
    create_daemon_root(config)

    with pytest.raises(GoError, match=message):
        new_daemon(config)


def test_a_daemon_that_could_not_start_lets_go_of_the_root(start, tmp_path, request_for):
    config = Config(root=str(tmp_path / "root"), graph_driver="nope")
    create_daemon_root(config)
    with pytest.raises(GoError):
        new_daemon(config)

    daemon = start()

    assert daemon.container_create(request_for(image="", cmd=["x"])).id


def test_the_daemons_log_options_go_with_its_driver_only(start, request_for):
    options = {"max-size": "1m", "cache-disabled": "true"}
    daemon = start(log_config=LogConfig(config=options))

    same = daemon.container_create(request_for(image="", cmd=["x"]))
    other = daemon.container_create(
        request_for(image="", cmd=["x"], log_config=_log_config("journald"))
    )

    configs = [
        daemon.containers.get(made.id).host_config.log_config.config for made in (same, other)
    ]
    assert configs == [options, {"cache-disabled": "true"}]


def _log_config(kind):
    from engine.api.types.container.host_config import LogConfig as OfContainer

    return OfContainer(type=kind)


def test_subscribers_see_the_end_at_a_shutdown(start):
    daemon = start()
    _, listener, _ = daemon.events_service.subscribe()

    daemon.shutdown()

    assert listener.get(timeout=1) is None


def test_what_the_host_can_do_is_found_out_once_but_forwarding(start):
    daemon = start()
    info = daemon.raw_sys_info(True)
    info.memory_limit = info.ipv4_forwarding_disabled = "unknown"

    again = daemon.raw_sys_info(True)

    assert again.memory_limit == "unknown"
    assert again.ipv4_forwarding_disabled in (True, False)
