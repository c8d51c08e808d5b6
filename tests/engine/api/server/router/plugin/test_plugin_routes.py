"""A host without plugins."""

import pytest

from engine.api.server.router.plugin import PluginRouter


@pytest.fixture
def client(serve):
    return serve(PluginRouter())


def test_there_are_none(client):
    assert client.request("GET", "/plugins").body == b"[]\n"


def test_none_is_found(client):
    answer = client.request("GET", "/plugins/x/json")

    assert (answer.status, answer.message) == (404, 'plugin "x" not found')


def test_an_unknown_filter_is_refused(client):
    assert client.request("GET", "/plugins?filters=%7B%22x%22:%5B%22y%22%5D%7D").status == 400
