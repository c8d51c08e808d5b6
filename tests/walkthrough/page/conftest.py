from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.chromium import MISSING, PROGRAM, Chromium


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A browser, shared by the tests of one module."""
    if PROGRAM is None:
        pytest.skip(MISSING)
    with Chromium(tmp_path_factory.mktemp("profile")) as running:
        yield running
