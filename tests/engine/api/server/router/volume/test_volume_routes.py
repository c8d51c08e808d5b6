"""Volumes over a real socket, with a service that keeps them in a dict."""

import pytest

from engine import errdefs
from engine.api.server.router.volume import VolumeRouter
from engine.api.types.volume import Volume
from engine.volume.service.opts import CreateConfig, GetConfig, RemoveConfig


class LittleService:
    def __init__(self):
        self.volumes = {}
        self.asked = []

    def list(self, filter):
        return [
            volume for volume in self.volumes.values() if filter.match("name", volume.name)
        ], None

    def get(self, name, *get_opts):
        config = GetConfig()
        for option in get_opts:
            option(config)
        self.asked.append(config)
        if name not in self.volumes:
            raise errdefs.NotFound(f"get {name}: no such volume")
        return self.volumes[name]

    def create(self, name, driver_name, *create_opts):
        config = CreateConfig()
        for option in create_opts:
            option(config)
        self.volumes[name] = Volume(
            name=name, driver=driver_name, labels=config.labels, options=config.options
        )
        return self.volumes[name]

    def remove(self, name, *rm_opts):
        config = RemoveConfig()
        for option in rm_opts:
            option(config)
        self.asked.append(config)
        self.volumes.pop(name)


@pytest.fixture
def service():
    return LittleService()


@pytest.fixture
def client(serve, service):
    return serve(VolumeRouter(service))


def test_a_volume_is_made_with_its_labels_and_options(client, service):
    answer = client.post_json(
        "/volumes/create",
        {"Name": "data", "Driver": "local", "Labels": {"a": "1"}, "DriverOpts": {"type": "tmpfs"}},
    )

    assert (answer.status, answer.json["Name"]) == (201, "data")
    volume = service.volumes["data"]
    assert (volume.labels, volume.options) == ({"a": "1"}, {"type": "tmpfs"})


@pytest.mark.parametrize(
    ("body", "message"),
    [("", "got EOF while reading request body"), ("{", "unexpected EOF")],
)
def test_a_body_that_is_no_json_is_the_clients_fault(client, body, message):
    answer = client.post_json("/volumes/create", body)

    assert (answer.status, answer.message) == (400, message)


def test_volumes_are_listed_with_null_warnings(client, service):
    empty = client.request("GET", "/volumes")
    client.post_json("/volumes/create", {"Name": "data"})

    full = client.request("GET", "/volumes")

    assert empty.body == b'{"Volumes":[],"Warnings":null}\n'
    assert [volume["Name"] for volume in full.json["Volumes"]] == ["data"]


def test_bad_filters_are_the_clients_fault(client):
    answer = client.request("GET", "/volumes?filters=zz")

    assert (answer.status, answer.message) == (
        400,
        "error reading volume filters: invalid character 'z' looking for beginning of value",
    )


def test_an_unknown_volume_is_404(client, service):
    answer = client.request("GET", "/volumes/nope")

    assert (answer.status, answer.message) == (404, "get nope: no such volume")
    assert service.asked[0].resolve_status is True


def test_a_volume_is_removed(client, service):
    client.post_json("/volumes/create", {"Name": "data"})

    answer = client.request("DELETE", "/volumes/data?force=1")

    assert (answer.status, answer.body) == (204, b"")
    assert service.volumes == {}
    assert service.asked[0].purge_on_error is True
