"""Calls in a row that nobody wrote down are answered as dockerd does, and leave what it leaves.

``$WALKS`` asks for more of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.differential.harness import Step
from tests.differential.walking import Walk, clear
from tests.differential.walks import told, walks
from tests.support.engines import Engine


@pytest.fixture
def cleared(pair: tuple[Engine, Engine]) -> Iterator[tuple[Engine, Engine]]:
    """The two engines, that others find as they were."""
    yield pair
    for engine in pair:
        clear(engine)


@settings(
    max_examples=int(os.environ.get("WALKS", "12")),
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # to find a shorter one takes both engines minutes
    suppress_health_check=list(HealthCheck),
)
@given(steps=walks(12, 24))
def test_a_walk_is_answered_as_dockerd_answers_it(
    cleared: tuple[Engine, Engine], steps: list[Step]
) -> None:
    note(told(steps))
    for engine in cleared:
        clear(engine)
    walk = Walk(cleared)

    difference = walk.go(steps) or walk.look()

    assert difference is None, difference
