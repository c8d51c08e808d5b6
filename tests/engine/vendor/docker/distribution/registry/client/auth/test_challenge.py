"""What a registry demands is read as Go reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.vendor.docker.distribution.registry.client.auth.challenge import (
    SimpleManager,
    parse_value,
    response_challenges,
)


@pytest.mark.parametrize(
    ("header", "scheme", "parameters"),
    [
        (
            'Bearer realm="https://auth/token",service="registry",other=fun,slashed="he\\"\\l\\lo"',
            "bearer",
            {
                "realm": "https://auth/token",
                "service": "registry",
                "other": "fun",
                "slashed": 'he"llo',
            },
        ),
        ("Basic", "basic", {}),
        ("Negotiate", "negotiate", {}),
        ('Bearer Realm=plain,service="a\\"b"', "bearer", {"realm": "plain", "service": 'a"b'}),
        ('BASIC  REALM = "x"', "basic", {}),
        ('Basic Realm="x"', "basic", {"realm": "x"}),
        ('Bearer realm="a" service="b"', "bearer", {"realm": "a"}),
        ('Bearer realm="a" , service="b"', "bearer", {"realm": "a", "service": "b"}),
        ('Bearer realm="a",service=', "bearer", {"realm": "a"}),
        ('Bearer realm="a",service="never ends', "bearer", {"realm": "a"}),
        (
            'Bearer scope="repository:a/b:pull,push"',
            "bearer",
            {"scope": "repository:a/b:pull,push"},
        ),
    ],
)
def test_a_demand_has_a_scheme_and_parameters(
    header: str, scheme: str, parameters: dict[str, str]
) -> None:
    found = parse_value(header)

    assert found is not None
    assert (found.scheme, found.parameters) == (scheme, parameters)


@pytest.mark.parametrize("header", ["", " Basic", '"x"', ","])
def test_what_does_not_begin_with_a_scheme_demands_nothing(header: str) -> None:
    assert parse_value(header) is None


def test_only_a_401_demands_anything() -> None:
    header = ['Basic realm="x"', "", "Bearer"]

    assert response_challenges(200, header) == []
    assert [one.scheme for one in response_challenges(401, header)] == ["basic", "bearer"]


def test_a_demand_is_of_one_address_however_it_is_written() -> None:
    manager = SimpleManager()
    manager.add_response("https://Registry.Example/v2/", 401, ["Basic"])

    found = manager.get_challenges("https://registry.example:443/v2/")
    other = manager.get_challenges("http://registry.example/v2/")

    assert [one.scheme for one in found] == ["basic"]
    assert other == []


def test_an_answer_that_demands_nothing_ends_the_demand() -> None:
    manager = SimpleManager()
    manager.add_response("http://r/v2/", 401, ["Basic"])

    manager.add_response("http://r/v2/", 200, [])

    assert manager.get_challenges("http://r/v2/") == []


@given(st.text())
def test_no_header_breaks_the_parser(header: str) -> None:
    found = parse_value(header)

    assert found is None or found.scheme == found.scheme.lower()
