"""Registries, engines to pull from them, and what may fail in an engine."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support import engines, fake_registry, faults, pulling, registries
from tests.support.fake_registry import FakeRegistry
from tests.support.faults import Steps
from tests.support.pulling import Puller
from tests.support.registries import Registry
from walkthrough.demo import registry as demo

_MISSING = "no docker-registry or skopeo here (apt-get install docker-registry skopeo)"


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A real registry, open to all, without TLS."""
    if registries.PROGRAM is None or registries.SKOPEO is None:
        pytest.skip(_MISSING)
    with registries.docker_registry(tmp_path_factory.mktemp("registry")) as running:
        yield running


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puller]:
    """A real dockerd, which has pulled nothing before this module."""
    reason = engines.why_no_dockerd()
    if reason is not None:
        pytest.skip(reason)
    with engines.dockerd(tmp_path_factory.mktemp("stock")) as running:
        yield Puller(running)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puller]:
    """Our engine, which has pulled nothing before this module."""
    if os.geteuid() != 0:
        pytest.skip("an engine needs root")
    with pulling.ours(tmp_path_factory.mktemp("ours")) as running:
        yield running


@pytest.fixture(scope="session")
def demo_image() -> Iterator[str]:
    """A reference to the demo image, in its registry on loopback."""
    with demo.serve() as reference:
        yield reference


@pytest.fixture(scope="session")
def steps() -> Steps:
    """The engine's steps that there are lessons about."""
    return faults.engine_steps()


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    """A registry that does what it is told to."""
    with fake_registry.serving() as running:
        yield running


@pytest.fixture(scope="module")
def shared_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puller]:
    """Our engine, for all tests of a module."""
    if os.geteuid() != 0:
        pytest.skip("an engine needs root")
    with pulling.ours(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture
def engine(shared_engine: Puller) -> Iterator[Puller]:
    """Our engine without images."""
    yield shared_engine
    shared_engine.remove_all()
