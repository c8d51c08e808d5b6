"""Which handler a path leads to."""

import pytest

from engine.golang import http
from engine.golang.url_parse import URL
from engine.vendor.gorilla.mux import Router
from engine.vendor.gorilla.mux.mux import clean_path


def not_found(writer, request):
    raise AssertionError("no route")


def one(writer, request):
    return None


def two(writer, request):
    return None


@pytest.fixture
def router():
    router = Router(not_found)
    router.handle("/things/{name:.*}/json", one, method="GET")
    router.handle("/things/{name:.*}", two, method="GET")
    router.handle("/v{version:[0-9.]+}/x", one)
    return router


@pytest.mark.parametrize(
    ("path", "handler", "variables"),
    [
        ("/things/a/json", one, {"name": "a"}),
        ("/things/a/b/json", one, {"name": "a/b"}),
        ("/things/a", two, {"name": "a"}),
        ("/things/", two, {"name": ""}),
        ("/v1.2/x", one, {"version": "1.2"}),
        ("/v/x", not_found, {}),
        ("/v1/x/", not_found, {}),
        ("/thing.", not_found, {}),
    ],
)
def test_the_first_route_that_fits_is_taken(router, path, handler, variables):
    assert router.match("GET", path) == (handler, variables)


def test_a_route_for_another_method_does_not_fit(router):
    assert router.match("POST", "/things/a") == (not_found, {})


def test_a_route_without_method_fits_all(router):
    assert router.match("PUT", "/v1/x") == (one, {"version": "1"})


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        ("/a/b", "/a/b"),
        ("/a/", "/a/"),
        ("//a", "/a"),
        ("/a/./b/../c/", "/a/c/"),
        ("/..", "/"),
        ("/.a", "/.a"),
        ("", "/"),
    ],
)
def test_paths_are_cleaned(path, clean):
    assert clean_path(path) == clean


def test_the_handler_finds_the_variables_in_the_request(router):
    seen = {}
    router.handle("/{all:.*}", lambda writer, request: seen.update(request.vars))
    request = http.Request(method="GET", request_uri="/q", url=URL(path="/q"))

    router.serve_http(None, request)

    assert seen == {"all": "q"}
