"""Every lesson is reached by some create, in the way that the table says."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from cli.cmd import docker
from walkthrough import embedded, lessons
from walkthrough.demo import registry
from walkthrough.step import Step, Teller
from walkthrough.story import Story
from walkthrough.ways import Way, ways

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)

# What no create here reaches, for the reason that the table gives.
NOT_REACHED = {
    "api.server.makeHTTPHandler.debug",
    "cli.createContainer.pullImage.resolveAuthConfig.electAuthServer",
    "cli.createContainer.tagTrusted",
    "image.pull.v2Pull.newV2Repository.fetchToken",
    "image.pull.v2Pull.newV2Repository.fetchToken.basic",
}


class Register(Teller):
    """Keeps the ids of the lessons that were told."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def opened(self, step: Step) -> None:
        assert step.lesson is not None
        self.told.add(step.lesson.id)


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    with registry.serve() as reference:
        yield reference


@pytest.fixture(autouse=True)
def settings_of_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker-config"))


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


def test_each_way_reaches_the_steps_that_stand_under_it(tmp_path: Path, image: str) -> None:
    missed: dict[str, set[str]] = {}
    start = Register()

    with contextlib.ExitStack() as stack:
        with Story(lessons.everything(), None, start):
            engine = stack.enter_context(embedded.engine(tmp_path / "root"))
        for way in ways():
            if way.words:
                register = Register()
                with Story(lessons.everything(), None, register) as story:
                    create(engine.host, filled(way, image, tmp_path))
                assert story.failure is None
                missed[way.told("en")] = set(way.steps) - register.told - start.told

    assert {told: steps for told, steps in missed.items() if steps} == {}


def test_a_long_path_is_a_way_too(tmp_path: Path, image: str) -> None:
    # So long that the options of a mount do not fit a page of memory.
    root = tmp_path.joinpath(*(letter * 240 for letter in "abc"))
    register = Register()

    with Story(lessons.everything(), None, register), embedded.engine(root) as engine:
        create(engine.host, [image])

    assert "daemon.create.createLayer.createRWLayer.driverGet.mountFrom" in register.told


def test_what_is_not_reached_here_is_known_by_name() -> None:
    untried = {step for way in ways() if not way.words for step in way.steps}

    assert untried - {"daemon.create.createLayer.createRWLayer.driverGet.mountFrom"} == NOT_REACHED
