"""A host where nothing was built."""

import pytest

from engine.api.server.router.build import BuildRouter


@pytest.fixture
def client(serve):
    return serve(BuildRouter())


def test_nothing_is_cleared_away(client):
    answer = client.request("POST", "/build/prune?keep-storage=5")

    assert answer.json == {"CachesDeleted": None, "SpaceReclaimed": 0}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "keep-storage=x",
            "keep-storage is in bytes and expects an integer, got x: "
            'strconv.Atoi: parsing "x": invalid syntax',
        ),
        (
            "filters=x",
            "could not parse filters: invalid character 'x' looking for beginning of value",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(client, query, message):
    answer = client.request("POST", f"/build/prune?{query}")

    assert (answer.status, answer.message) == (500, message)


def test_building_is_beyond_this_engine(client):
    assert client.request("POST", "/build").status == 501
