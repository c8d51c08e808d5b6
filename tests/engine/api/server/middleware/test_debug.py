"""What a debugging daemon logs of a request."""

import logging

import pytest

from engine.api.server.httputils import Response
from engine.api.server.router import local


class Routes:
    def routes(self):
        def echo(request):
            return Response(200, {}, request.body.read())

        return [local.new_post_route("/echo", echo), local.new_get_route("/echo", echo)]


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG, "engine")
    return caplog


def test_a_small_json_body_is_logged_with_its_secrets_masked_and_handed_on_whole(serve, log):
    client = serve(Routes())
    body = '{"Name":"n","PassWord":"p","in":[{"Data":"d"}]}'

    answer = client.post_json("/echo?a=1", body)

    assert answer.body.decode() == body
    assert "Calling POST /echo?a=1" in log.text
    assert 'form data: {"Name":"n","PassWord":"*****","in":[{"Data":"*****"}]}' in log.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("not json", "application/json"), ("x" * 5000, "application/json"), ("{}", "text/plain")],
    ids=["malformed", "large", "other-type"],
)
def test_other_bodies_are_not_logged(serve, log, body, content_type):
    client = serve(Routes())

    answer = client.request("POST", "/echo", body, {"Content-Type": content_type})

    assert answer.body.decode() == body
    assert "form data" not in log.text


def test_without_debugging_nothing_is_logged(serve, caplog):
    caplog.set_level(logging.INFO, "engine")
    client = serve(Routes())

    client.request("GET", "/echo")

    assert "Calling" not in caplog.text
