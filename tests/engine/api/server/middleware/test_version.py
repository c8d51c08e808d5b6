"""Which API versions are answered."""

import pytest

from engine.api.server.httputils import Response
from engine.api.server.router import local


class Routes:
    def routes(self):
        return [local.new_get_route("/x", lambda request: Response(200, {}, b"ok"))]


TOO_OLD = (
    "client version {} is too old. Minimum supported API version is 1.12, "
    "please upgrade your client to a newer version\n"
)
TOO_NEW = '{{"message":"client version {} is too new. Maximum supported API version is 1.41"}}\n'


@pytest.mark.parametrize(
    ("version", "text"),
    [("1.11", TOO_OLD), ("...", TOO_OLD), ("1.42", TOO_NEW), ("1.41.1", TOO_NEW)],
)
def test_other_versions_are_refused(serve, version, text):
    client = serve(Routes())

    answer = client.request("GET", f"/v{version}/x")

    assert (answer.status, answer.body.decode()) == (400, text.format(version))
    assert answer.headers["Api-Version"] == "1.41"
    assert "Docker-Experimental" not in answer.headers


@pytest.mark.parametrize("version", ["1.12", "1.41", "1.41.0"])
def test_versions_in_the_range_are_answered(serve, version):
    client = serve(Routes())

    answer = client.request("GET", f"/v{version}/x")

    assert answer.body == b"ok"
