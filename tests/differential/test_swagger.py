"""Requests made up from moby's own description of API 1.41: no hang, and dockerd's own answers.

The description is data to test against and is not part of this project: it is looked for where
``$DOCKER_SWAGGER`` says, or beside the checkout. ``$SWAGGER_EXAMPLES`` asks for more of each.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.differential.images import archive, images
from tests.support.engines import Answer, Engine
from tests.support.steady import Steady, first_difference, masked_json

_BESIDE = Path(__file__).resolve().parents[3] / "shared/reference/swagger-v1.41.yaml"
SWAGGER = Path(os.environ.get("DOCKER_SWAGGER", _BESIDE))
if not SWAGGER.exists():
    pytest.skip(
        f"NO REQUEST IS MADE UP: moby's description of API 1.41 is not at {SWAGGER} "
        "(DOCKER_SWAGGER names another place)",
        allow_module_level=True,
    )
schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from tests.differential.made_up import MadeUp, requests  # noqa: E402  (needs schemathesis)

_EXAMPLES = int(os.environ.get("SWAGGER_EXAMPLES", "12"))
# The rest of such an answer is about this one engine, or a stream.
_OF_ITS_OWN = re.compile("/(info|version|events|system/df)[?]")
# Of several that are wrong, Go names one by chance.
_BY_CHANCE = tuple(
    map(
        re.compile,
        ("(Invalid filter ').*'", "(invalid option: ).*", r"(strconv\.Atoi: parsing ).*:"),
    )
)
_HEX = re.compile("[0-9a-f]{64}")
_JSON = {"Content-Type": "application/json"}
_IMAGES = {f"{name}:latest" for name in images()}


def _operations() -> list[Any]:
    schema = schemathesis.openapi.from_path(SWAGGER)
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("operation", [pytest.param(one, id=one.label) for one in _operations()])
def test_requests_made_up_are_answered_as_dockerd_answers_them(
    pair: tuple[Engine, Engine], operation: Any
) -> None:
    real, ours = pair
    for engine in pair:
        _prepare(engine)

    @given(request=requests(operation))
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # to find a smaller one takes both engines minutes
        suppress_health_check=list(HealthCheck),
    )
    def ask(request: MadeUp) -> None:
        answer = request.send(ours)
        # 501: dockerd does it, this engine does not. 503: no swarm, whatever else may be wrong.
        if answer.status in (501, 503):
            return
        if request.stops_dockerd:
            assert answer.status != 0, f"{request}: {answer}"  # dockerd cannot be asked
        else:
            expected = request.send(real)
            shown = _shown(real, request, expected), _shown(ours, request, answer)
            difference = first_difference(*shown)
            # Without a status its handler crashed, and there is nothing to agree with.
            assert difference is None or expected.status == 0, f"{request}: {difference}"
        if request.method not in ("GET", "HEAD"):
            for engine in pair:
                _prepare(engine)

    try:
        ask()
    finally:
        for engine in pair:
            _clear(engine)


def _shown(engine: Engine, request: MadeUp, answer: Answer) -> object:
    """Return what is to agree: the status, and what was read or refused."""
    if answer.status < 400 and (request.method != "GET" or _OF_ITS_OWN.search(request.target)):
        return [answer.status]
    if not answer.body.startswith((b"{", b"[")):
        return [answer.status]
    text = answer.body.decode()
    if answer.status >= 400:
        for chance in _BY_CHANCE:
            text = chance.sub(r"\1*", text)
    return [answer.status, _in_order(masked_json(_HEX.sub("*", Steady(engine)(text)), str))]


def _in_order(value: object) -> object:
    """Put every list in order: Go takes many from a map."""
    if isinstance(value, dict):
        return {key: _in_order(item) for key, item in value.items()}
    return sorted(map(_in_order, value), key=str) if isinstance(value, list) else value


def _prepare(engine: Engine) -> None:
    """Bring the engine to where each request finds it: one container, one volume, one more tag."""
    _clear(engine)
    names = {tag for image in engine.call("GET", "/images/json") for tag in image["RepoTags"] or ()}
    if not names >= _IMAGES:
        engine.load(archive())
    engine.send("POST", "/images/plain/tag?repo=other&tag=1")
    body = b'{"Image": "plain", "Cmd": "x", "HostConfig": {"Binds": ["named:/v"]}}'
    engine.send("POST", "/containers/create?name=box", body, _JSON)


def _clear(engine: Engine) -> None:
    for container in engine.call("GET", "/containers/json?all=1"):
        engine.send("DELETE", f"/containers/{container['Id']}?force=1&v=1")
    for volume in engine.call("GET", "/volumes")["Volumes"] or ():
        engine.send("DELETE", f"/volumes/{quote(volume['Name'])}")
    for image in engine.call("GET", "/images/json?all=1"):
        tags = image["RepoTags"] or ()
        for tag in {*tags} - _IMAGES - {"<none>:<none>"}:
            if "/" not in tag:
                engine.send("DELETE", f"/images/{quote(tag)}?noprune=1")
