"""Creates that nobody wrote down are answered as dockerd answers them, too."""

from __future__ import annotations

from hypothesis import HealthCheck, given, note, settings

from tests.differential.generated import creates
from tests.differential.harness import Case, compare
from tests.support.engines import Engine


@settings(
    max_examples=120,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(case=creates())
def test_generated_creates_are_answered_as_dockerd_does(
    pair: tuple[Engine, Engine], case: Case
) -> None:
    for step in case.steps:
        note(f"{step.method} {step.path} {step.body!r}")

    difference = compare(pair, case)

    assert difference is None, difference
