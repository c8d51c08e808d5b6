"""A host where nothing was built."""

import json
from urllib.parse import quote

import pytest

from engine.api.server.backend.build import Backend
from engine.api.server.router.build import BuildRouter
from engine.builder.builder_next import Builder
from engine.daemon.events import Events


@pytest.fixture
def client(serve):
    return serve(BuildRouter(Backend(Builder(), Events())))


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


@pytest.mark.parametrize(
    ("filters", "status", "message"),
    [
        ({"nope": ["x"]}, 400, "Invalid filter 'nope'"),
        ({"until": ["1h", "2h"]}, 400, "filters expect only one value"),
        ({"id": ["a", "b"]}, 400, "filters expect only one value"),
        (
            {"until": ["1h"], "unused-for": ["1h"]},
            400,
            'conflicting filters: "until" and "unused-for"',
        ),
        (
            {"unused-for": ["x"]},
            500,
            '"unused-for" filter expects a duration (e.g., \'24h\'): time: invalid duration "x"',
        ),
    ],
    ids=lambda value: str(value)[:20],
)
def test_filters_that_make_no_sense_are_refused(client, filters, status, message):
    answer = client.request("POST", f"/build/prune?filters={quote(json.dumps(filters))}")

    assert answer.status == status
    assert answer.message == f"failed to prune build cache: {message}"


def test_building_is_beyond_this_engine(client):
    assert client.request("POST", "/build").status == 501
