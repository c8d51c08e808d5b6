from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import fake_registry


@pytest.fixture
def fake() -> Iterator[fake_registry.FakeRegistry]:
    """A server that gives tokens as told."""
    with fake_registry.serving() as running:
        yield running
