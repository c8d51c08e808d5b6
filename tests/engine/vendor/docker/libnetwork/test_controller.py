from engine.vendor.bbolt.db import open_
from engine.vendor.docker import libnetwork
from engine.vendor.docker.libnetwork import Network

KEYS = b"docker/network/v1.0/network/"
VERSION = (1).to_bytes(8, "little")


def store(root, values):
    directory = root / "network" / "files"
    directory.mkdir(parents=True)
    database = open_(str(directory / "local-kv.db"), 0o644)
    with database.update() as transaction:
        bucket = transaction.create_bucket_if_not_exists(b"libnetwork")
        for key, value in values.items():
            bucket.put(key, value)
    database.close()
    return directory / "local-kv.db"


def test_networks_that_dockerd_made_are_known(tmp_path):
    store(
        tmp_path,
        {
            KEYS: VERSION,
            KEYS + b"f00d/": VERSION + b'{"id":"f00d","name":"mine","networkType":"bridge"}',
            b"docker/network/v1.0/endpoint_count/f00d/": VERSION + b'{"Count":0}',
        },
    )

    networks = libnetwork.new(str(tmp_path), "bridge").networks()

    assert networks == [Network(id="f00d", name="mine", network_type="bridge")]


def test_where_nobody_made_a_network_there_is_none(tmp_path):
    controller = libnetwork.new(str(tmp_path), "bridge")

    assert controller.networks() == []
    assert controller.default_network == "bridge"


def test_a_damaged_file_is_told_and_no_more(tmp_path, caplog):
    path = store(tmp_path, {})
    path.write_bytes(b"junk" * 4096)

    assert libnetwork.new(str(tmp_path), "bridge").networks() == []
    assert "cannot read networks: invalid database" in caplog.text


def test_missing_networks_are_noted_once_and_kept(tmp_path):
    (tmp_path / "network/files").mkdir(parents=True)
    controller = libnetwork.new(str(tmp_path), "bridge")

    controller.create_missing(none="null", host="host")
    first = controller.networks()
    controller.create_missing(none="null", host="host")

    assert sorted((one.name, one.network_type) for one in first) == [
        ("host", "host"),
        ("none", "null"),
    ]
    assert controller.networks() == first
    assert [path.name for path in (tmp_path / "network/files").iterdir()] == ["local-kv.db"]


def test_a_network_that_is_only_known_is_listed_and_not_written(tmp_path):
    controller = libnetwork.new(str(tmp_path), "bridge")

    controller.add(libnetwork.new_network("bridge", "bridge", {"a": "b"}))

    assert [one.driver_options() for one in controller.networks()] == [{"a": "b"}]
    assert libnetwork.new(str(tmp_path), "bridge").networks() == []
