"""Networks over a real socket, with three of them in a list."""

import pytest

from engine.api.server.router.network import NetworkRouter
from engine.api.types.network.resource import NetworkResource
from engine.api.types.prune import NetworksPruneReport


class ThreeNetworks:
    def __init__(self):
        self.asked = []
        self.networks = [
            NetworkResource(name="host", id="aa11"),
            NetworkResource(name="twice", id="bb22"),
            NetworkResource(name="twice", id="bb33"),
        ]

    def get_networks(self, filter, config):
        self.asked.append(config)
        return self.networks

    def networks_prune(self, prune_filters):
        return NetworksPruneReport()


@pytest.fixture
def daemon():
    return ThreeNetworks()


@pytest.fixture
def client(serve, daemon):
    return serve(NetworkRouter(daemon))


def test_all_networks_are_listed(client):
    answer = client.request("GET", "/networks")

    assert answer.status == 200
    assert [one["Name"] for one in answer.json] == ["host", "twice", "twice"]


def test_clients_before_1_28_are_told_more(client, daemon):
    client.request("GET", "/v1.27/networks")
    client.request("GET", "/v1.28/networks")

    assert [config.detailed for config in daemon.asked] == [True, False]


@pytest.mark.parametrize(("term", "found"), [("host", "aa11"), ("bb33", "bb33"), ("a", "aa11")])
def test_a_network_is_found_by_name_id_and_start_of_an_id(client, term, found):
    assert client.request("GET", f"/networks/{term}").json["Id"] == found


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("nope", 404, "network nope not found"),
        ("twice", 400, "2 matches found based on name: network twice is ambiguous"),
        ("bb", 400, "2 matches found based on ID prefix: network bb is ambiguous"),
        (
            "host?verbose=x",
            400,
            'invalid value for verbose: x: strconv.ParseBool: parsing "x": invalid syntax',
        ),
    ],
)
def test_a_network_that_cannot_be_told_is_refused(client, path, status, message):
    answer = client.request("GET", f"/networks/{path}")

    assert (answer.status, answer.message) == (status, message)


def test_an_unknown_filter_is_refused(client):
    answer = client.request("GET", "/networks?filters=%7B%22x%22:%5B%22y%22%5D%7D")

    assert (answer.status, answer.message) == (400, "Invalid filter 'x'")


def test_pruning_tells_what_went(client):
    assert client.request("POST", "/networks/prune").json == {"NetworksDeleted": None}


def test_making_one_is_beyond_this_engine(client):
    assert client.request("POST", "/networks/create").status == 501
