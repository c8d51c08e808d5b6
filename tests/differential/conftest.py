"""Two engines that live as long as the test run, with the same images."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.differential.images import archive
from tests.support.engines import Engine, dockerd, ours, why_no_dockerd


@pytest.fixture(scope="package")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """A real dockerd and our engine."""
    if (reason := why_no_dockerd()) is not None:
        pytest.skip(reason)
    with ExitStack() as running:
        base = tmp_path_factory.mktemp("pair")
        engines = running.enter_context(dockerd(base)), running.enter_context(ours(base))
        for engine in engines:
            engine.load(archive())
        yield engines
