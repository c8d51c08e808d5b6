"""docker-py's high-level API against our engine."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.engines import Engine

docker = pytest.importorskip("docker", reason="docker-py is not installed (pip install docker)")
# The library leaves sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def client(clean: Engine) -> Iterator[Any]:
    """A client of the library, bound to our engine."""
    made = docker.DockerClient(base_url=clean.host, version="auto", timeout=60)
    yield made
    made.close()


def test_the_engine_answers_a_ping_and_tells_its_version(client: Any) -> None:
    assert client.ping() is True
    assert client.version()["ApiVersion"] == "1.41"
    assert client.info()["Driver"] in ("overlay2", "vfs")


def test_a_container_is_created_found_renamed_and_removed(client: Any, demo: str) -> None:
    client.images.pull(*demo.rsplit(":", 1))

    made = client.containers.create(
        demo, ["arg"], name="web", environment={"A": "1"}, labels=["mine"], mem_limit="64m",
        volumes={"data": {"bind": "/more", "mode": "ro"}}, ports={"80/tcp": 8080},
    )  # fmt: skip
    made.rename("new")

    found = client.containers.get("new")
    assert found.id == made.id
    assert found.status == "created"
    assert found.attrs["HostConfig"]["Memory"] == 64 << 20
    assert [one.name for one in client.containers.list(all=True)] == ["new"]
    assert client.containers.list(all=True, filters={"label": "nope"}) == []
    found.remove(v=True)
    assert client.containers.list(all=True) == []


def test_an_unknown_image_and_container_are_not_found(client: Any) -> None:
    with pytest.raises(docker.errors.ImageNotFound):
        client.containers.create("nosuch", "x")
    with pytest.raises(docker.errors.NotFound):
        client.containers.get("nope")


def test_images_are_pulled_tagged_saved_loaded_and_removed(client: Any, demo: str) -> None:
    image = client.images.pull(*demo.rsplit(":", 1))
    assert image.tag("other", "1") is True
    archive = b"".join(client.images.get("other:1").save(named="other:1"))

    client.images.remove(image.id, force=True)
    (loaded,) = client.images.load(archive)

    assert loaded.id == image.id
    assert loaded.tags == ["other:1"]
    assert next(step["CreatedBy"] for step in loaded.history()) == "something taken away"
    assert [one.id for one in client.images.list(name="other")] == [image.id]
    assert client.images.prune()["ImagesDeleted"] is None


def test_files_go_in_and_out(client: Any, demo: str) -> None:
    client.images.pull(*demo.rsplit(":", 1))
    container = client.containers.create(demo, name="web")
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        entry = tarfile.TarInfo("new")
        entry.size = 3
        tar.addfile(entry, io.BytesIO(b"new"))

    assert container.put_archive("/etc", buffer.getvalue()) is True
    pieces, about = container.get_archive("/etc/new")

    assert about["size"] == 3
    with tarfile.open(fileobj=io.BytesIO(b"".join(pieces))) as tar:
        content = tar.extractfile("new")
        assert content is not None
        assert content.read() == b"new"
    assert {"Path": "/etc/new", "Kind": 1} in container.diff()
    assert b"etc/new" in b"".join(container.export())


def test_volumes_and_networks_are_shown(client: Any) -> None:
    volume = client.volumes.create("data", labels={"k": "v"})

    assert client.volumes.get("data").attrs["Labels"] == {"k": "v"}
    assert [one.name for one in client.volumes.list()] == ["data"]
    assert {"none", "host"} <= {one.name for one in client.networks.list()}
    assert client.networks.get("none").attrs["Driver"] == "null"
    volume.remove()
    assert client.volumes.list() == []


def test_events_are_streamed_as_they_happen(client: Any) -> None:
    stream = client.events(decode=True, filters={"type": "volume"})

    client.volumes.create("data")

    event = next(stream)
    stream.close()
    assert (event["Action"], event["Actor"]["ID"]) == ("create", "data")


def test_disk_usage_and_pruning_add_up(client: Any, demo: str) -> None:
    client.images.pull(*demo.rsplit(":", 1))
    client.containers.create(demo)

    usage = client.df()

    assert (len(usage["Images"]), len(usage["Containers"]), len(usage["Volumes"])) == (1, 1, 1)
    assert len(client.containers.prune()["ContainersDeleted"]) == 1
    assert len(client.volumes.prune()["VolumesDeleted"]) == 1


def test_starting_says_who_can_go_on_from_here(client: Any, demo: str) -> None:
    client.images.pull(*demo.rsplit(":", 1))
    container = client.containers.create(demo)

    with pytest.raises(docker.errors.APIError) as caught:
        container.start()

    assert caught.value.response.status_code == 501
    assert "stops where create ends" in caught.value.explanation
