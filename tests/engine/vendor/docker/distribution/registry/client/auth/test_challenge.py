"""Registries say in headers what they demand; each writes them a little differently."""

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
        ('Basic realm="Registry"', "basic", {"realm": "Registry"}),
        (
            'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
            "bearer",
            {"realm": "https://auth.docker.io/token", "service": "registry.docker.io"},
        ),
        (
            'bearer realm="r", service="s" , scope="repository:a/b:pull,push"',
            "bearer",
            {"realm": "r", "service": "s", "scope": "repository:a/b:pull,push"},
        ),
        ('Bearer Realm=plain,service="a\\"b"', "bearer", {"realm": "plain", "service": 'a"b'}),
        ("Negotiate", "negotiate", {}),
    ],
)
def test_a_challenge_is_a_scheme_with_parameters(header, scheme, parameters):
    challenge = parse_value(header)

    assert challenge is not None
    assert (challenge.scheme, challenge.parameters) == (scheme, parameters)


def test_only_a_refusal_demands_anything():
    assert response_challenges(200, ['Basic realm="x"']) == []
    assert len(response_challenges(401, ['Basic realm="x"', 'Bearer realm="y"'])) == 2


def test_a_manager_keeps_endpoints_apart():
    manager = SimpleManager()

    manager.add_response("https://One.example/v2/", 401, ['Basic realm="x"'])

    assert manager.get_challenges("https://one.example/v2/")[0].scheme == "basic"
    assert manager.get_challenges("https://two.example/v2/") == []


@given(st.text())
def test_no_header_breaks_the_parser(header):
    challenge = parse_value(header)

    assert challenge is None or challenge.scheme == challenge.scheme.lower()
