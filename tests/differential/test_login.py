"""Logging in at registries that want to know who asks, through a real dockerd and through ours."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest

from tests.support.engines import Engine
from tests.support.fake_registry import Asked, FakeRegistry, Reply, refusal, serving

_RIGHT = {"username": "guide", "password": "secret"}
_WRONG = {"username": "guide", "password": "wrong"}
_BASIC = "Basic " + base64.b64encode(b"guide:secret").decode()


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    """A registry that everybody may ask for everything, unless told otherwise."""
    with serving() as registry:
        yield registry


def _log_in(engine: Engine, fake: FakeRegistry, who: dict[str, str]) -> tuple[int, object]:
    body = json.dumps({**who, "serveraddress": fake.address}).encode()
    answer = engine.send("POST", "/v1.41/auth", body, {"Content-Type": "application/json"})
    return answer.status, answer.json()


def _token(asked: Asked) -> Reply:
    """Answer as a token server that knows one password."""
    if asked.headers.get("authorization") != _BASIC:
        return refusal(401, "UNAUTHORIZED", "incorrect username or password")
    given = {"token": "t", "refresh_token": "lasting"} if "offline" in asked.target else {}
    return Reply(200, json.dumps({"token": "t", **given}).encode())


@pytest.mark.parametrize("who", [_RIGHT, _WRONG, {}], ids=["right", "wrong", "nobody"])
def test_a_password_is_shown_where_it_is_asked_for(
    pair: tuple[Engine, Engine], fake: FakeRegistry, who: dict[str, str]
) -> None:
    fake.challenge, fake.accepted = 'Basic realm="test"', {_BASIC}

    real, ours = (_log_in(engine, fake, who) for engine in pair)

    assert ours == real


@pytest.mark.parametrize("who", [_RIGHT, _WRONG, {}], ids=["right", "wrong", "nobody"])
def test_a_token_server_changes_the_password_for_a_token_that_lasts(
    pair: tuple[Engine, Engine], fake: FakeRegistry, who: dict[str, str]
) -> None:
    fake.challenge = f'Bearer realm="http://{fake.address}/token",service="s"'
    fake.accepted = {"Bearer t"}
    fake.on("GET /token", *[_token] * 20)

    real = _log_in(pair[0], fake, who)
    asked_by_real = fake.targets("token")
    fake.asked.clear()
    ours = _log_in(pair[1], fake, who)

    assert ours == real
    assert fake.targets("token") == asked_by_real


def test_something_that_answers_otherwise_is_no_registry(
    pair: tuple[Engine, Engine], fake: FakeRegistry
) -> None:
    fake.on("GET /v2/", *[Reply(500, b"out of order")] * 20)

    real, ours = (_log_in(engine, fake, _RIGHT) for engine in pair)

    assert ours == real
