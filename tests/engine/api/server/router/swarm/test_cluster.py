"""A host that belongs to no swarm."""

import pytest

from engine.api.server.router.swarm import SwarmRouter


@pytest.fixture
def client(serve):
    return serve(SwarmRouter())


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/swarm"),
        ("GET", "/nodes"),
        ("GET", "/services/x"),
        ("POST", "/secrets/create"),
        ("POST", "/configs/x/update"),
        ("DELETE", "/nodes/x"),
        ("GET", "/tasks/x/logs"),
    ],
)
def test_only_a_manager_can_answer(client, method, path):
    answer = client.request(method, path)

    assert answer.status == 503
    assert answer.message.startswith("This node is not a swarm manager.")


def test_nobody_can_leave_what_he_is_not_in(client):
    answer = client.request("POST", "/swarm/leave")

    assert (answer.status, answer.message) == (503, "This node is not part of a swarm")


def test_making_a_swarm_is_beyond_this_engine(client):
    assert client.request("POST", "/swarm/init").status == 501
