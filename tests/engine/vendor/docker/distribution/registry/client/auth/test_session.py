"""Tokens are fetched when they are needed, and once."""

from __future__ import annotations

import json

import pytest

from engine.api.types.auth import AuthConfig
from engine.registry.auth import StaticCredentialStore
from engine.vendor.docker.distribution.registry.client.auth.session import (
    RepositoryScope,
    TokenHandler,
)
from engine.vendor.docker.distribution.registry.client.transport import Transport
from tests.support import fake_registry
from tests.support.fake_registry import Reply


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def header(handler: TokenHandler, server: fake_registry.FakeRegistry) -> str:
    """Return what the handler adds to a request."""
    headers: dict[str, str] = {}
    handler.authorize_request("", headers, {"realm": f"http://{server.address}/token"})
    return headers["Authorization"]


@pytest.mark.parametrize(
    ("answer", "lifetime"),
    [
        ({"token": "t"}, 60),
        ({"token": "t", "expires_in": 1}, 60),
        ({"token": "t", "expires_in": 300}, 300),
        ({"token": "t", "expires_in": 300, "issued_at": "2023-11-14T22:12:20Z"}, 240),
        ({"token": "t", "expires_in": 300, "issued_at": "nonsense"}, 300),
    ],
)
def test_a_token_is_kept_until_it_has_run_out(
    answer: dict[str, object], lifetime: int, fake: fake_registry.FakeRegistry
) -> None:
    clock = Clock()
    handler = TokenHandler(Transport(), StaticCredentialStore(AuthConfig()), [], now=clock)
    fake.on("/token", *[Reply(200, json.dumps(answer).encode())] * 2)

    header(handler, fake)
    clock.now += lifetime
    header(handler, fake)
    within = len(fake.targets("/token"))
    clock.now += 1
    header(handler, fake)

    assert within == 1
    assert len(fake.targets("/token")) == 2


def test_of_two_names_for_the_token_access_token_counts(fake: fake_registry.FakeRegistry) -> None:
    handler = TokenHandler(Transport(), StaticCredentialStore(AuthConfig()), [])
    fake.on("/token", Reply(200, b'{"token":"a","access_token":"b"}'))

    assert header(handler, fake) == "Bearer b"


def test_what_the_realm_asks_for_is_kept(fake: fake_registry.FakeRegistry) -> None:
    handler = TokenHandler(
        Transport(),
        StaticCredentialStore(AuthConfig(username="u", password="p")),
        [RepositoryScope("a/b", ("pull", "push")), RepositoryScope("c", ("pull",), "plugin")],
    )
    fake.on("/token", Reply(200, b'{"token":"t"}'))

    handler.authorize_request(
        "", {}, {"realm": f"http://{fake.address}/token?z=1", "service": "s p"}
    )

    assert fake.asked[0].target == (
        "/token?account=u&scope=repository%3Aa%2Fb%3Apull%2Cpush"
        "&scope=repository%28plugin%29%3Ac%3Apull&service=s+p&z=1"
    )
    assert fake.asked[0].headers["authorization"] == "Basic dTpw"


def test_a_token_that_was_never_good_is_not_replaced(fake: fake_registry.FakeRegistry) -> None:
    handler = TokenHandler(Transport(), StaticCredentialStore(AuthConfig()), [])
    fake.on("/token", Reply(200, b'{"token":"t"}'))

    first = header(handler, fake)

    assert not handler.refused(first)
    assert not handler.refused("Basic dTpw")
    header(handler, fake)
    assert handler.refused(first)


def test_a_token_that_died_is_replaced_for_all_who_had_it(
    fake: fake_registry.FakeRegistry,
) -> None:
    handler = TokenHandler(Transport(), StaticCredentialStore(AuthConfig()), [])
    fake.on("/token", Reply(200, b'{"token":"old"}'), Reply(200, b'{"token":"new"}'))
    one, other = header(handler, fake), header(handler, fake)

    worth = [handler.refused(one), handler.refused(other)]  # before anybody has asked again
    again = [header(handler, fake), header(handler, fake)]

    assert worth == [True, True]
    assert again == ["Bearer new"] * 2
    assert len(fake.targets("/token")) == 2
