"""Two engines that live as long as the comparison, with the same images."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.differential.pair import running_pair
from tests.support.engines import Engine, why_no_dockerd


@pytest.fixture(scope="package")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Engine]]:
    """A real dockerd and our engine."""
    if (reason := why_no_dockerd()) is not None:
        pytest.skip(reason)
    with running_pair(tmp_path_factory.mktemp("pair")) as engines:
        yield engines
