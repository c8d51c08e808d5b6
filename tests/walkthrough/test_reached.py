"""Every entry of the chain is reached by some create, in the way that the table says."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cli.cmd import docker
from tests.support import fake_registry, images, pulling
from tests.support.fake_registry import Asked, FakeRegistry, Reply
from walkthrough import chain_map, embedded, lessons
from walkthrough.demo import registry
from walkthrough.step import Step, Teller
from walkthrough.story import Story
from walkthrough.ways import Way, ways

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)

CHAIN = Path(__file__).parents[1] / "architecture" / "chain.json"

# What no create can reach, and why.
NOT_REACHED = {
    "cli.createContainer.tagTrusted": "no signature can be checked, so nothing signed is pulled",
    "api.server.makeHTTPHandler.authz": "left out: there are no plugins that could allow or deny",
    "image.pullImage.withReference.tempLease": "left out: there is no content store of containerd",
}


class Register(Teller):
    """Keeps the ids of the lessons that were told."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def opened(self, step: Step) -> None:
        assert step.lesson is not None
        self.told.add(step.lesson.id)


@dataclass
class Reached:
    """What the creates of the table have reached, and by way what stands there in vain."""

    told: set[str] = field(default_factory=set)
    missed: dict[str, set[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    with registry.serve() as reference:
        yield reference


@pytest.fixture(scope="module", autouse=True)
def settings_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCKER_CONFIG", str(tmp_path_factory.mktemp("docker-config")))
        yield


def create(host: str, words: Iterable[str]) -> None:
    """Run a create; some fail, and are meant to."""
    out, err = io.StringIO(), io.StringIO()
    docker.main(["-H", host, "container", "create", *words], out=out, err=err)


def filled(way: Way, image: str, folder: Path) -> list[str]:
    """Return the words of a way with the places in capitals filled in."""
    (folder / "env").write_text("A=b\n")
    places = {
        "IMAGE": image,
        "ABSENT": image.replace("latest", "absent"),
        "CIDFILE": str(folder / "cid"),
        "ENVFILE": str(folder / "env"),
    }
    return [re.sub("[A-Z]{5,}", lambda m: places.get(m[0], m[0]), word) for word in way.words]


@pytest.fixture(scope="module")
def by_ways(tmp_path_factory: pytest.TempPathFactory, image: str) -> Reached:
    """What is reached by typing what the table says, in its order."""
    folder = tmp_path_factory.mktemp("ways")
    reached, start = Reached(), Register()
    with contextlib.ExitStack() as stack:
        with Story(lessons.everything(), None, start):
            engine = stack.enter_context(embedded.engine(folder / "root"))
        for way in ways():
            if way.words:
                register = Register()
                with Story(lessons.everything(), None, register) as story:
                    create(engine.host, filled(way, image, folder))
                assert story.failure is None
                reached.told |= register.told | start.told
                reached.missed[way.told("en")] = set(way.steps) - register.told - start.told
    return reached


def wanting_tokens(fake: FakeRegistry) -> None:
    """Let a registry want a token, and give it itself."""
    fake.challenge = f'Bearer realm="http://{fake.address}/token",service="s"'
    fake.accepted = {"Bearer good"}

    def give(asked: Asked) -> Reply:
        return Reply(200, json.dumps({"access_token": "good"}).encode())

    fake.on("/token", *[give] * 9)


@pytest.fixture(scope="module")
def by_situations(tmp_path_factory: pytest.TempPathFactory, image: str) -> set[str]:
    """What is reached where something is so that no flag of a create makes so."""
    register, base = Register(), tmp_path_factory.mktemp("other")
    # So long that the options of a mount do not fit a page of memory.
    long = base.joinpath(*(letter * 240 for letter in "abc"))
    with Story(lessons.everything(), None, register), embedded.engine(long) as engine:
        create(engine.host, [image])
    log = logging.getLogger("engine")
    level = log.level
    with fake_registry.serving() as hub, fake_registry.serving() as closed:
        for fake, repository in ((hub, "library/small"), (closed, "small")):
            fake.add(repository, "latest", images.image(*images.busybox()))
        wanting_tokens(closed)
        mirrors = [f"http://{hub.address}"]
        with (
            Story(lessons.everything(), None, register),
            pulling.ours(base, registry_mirrors=mirrors, debug=True) as puller,
        ):
            create(puller.engine.host, ["small", "sh"])  # from Docker Hub, by way of a mirror
            create(puller.engine.host, [closed.name("small"), "sh"])
    log.setLevel(level)
    return register.told


def test_each_way_reaches_the_steps_that_stand_under_it(by_ways: Reached) -> None:
    assert {told: steps for told, steps in by_ways.missed.items() if steps} == {}


def test_each_entry_of_the_chain_is_reached_or_known_by_name_and_reason(
    by_ways: Reached, by_situations: set[str]
) -> None:
    chain = set(json.loads(CHAIN.read_text()))

    assert chain - by_ways.told - by_situations == set(NOT_REACHED)
    assert all(NOT_REACHED.values())


def test_a_way_without_words_leads_there_all_the_same(by_situations: set[str]) -> None:
    untried = {step for way in ways() if not way.words for step in way.steps}

    assert untried - by_situations == NOT_REACHED.keys() - chain_map.ledger().left_out.keys()


def test_what_is_left_out_is_what_the_ledger_leaves_out() -> None:
    left_out = {id for id, reason in NOT_REACHED.items() if reason.startswith("left out")}

    assert left_out == set(chain_map.ledger().left_out)
