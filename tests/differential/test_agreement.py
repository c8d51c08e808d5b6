"""For each case, our engine does what dockerd 20.10 does, to the byte."""

from __future__ import annotations

import pytest

from tests.differential.cases.groups import GROUPS
from tests.differential.harness import Case, compare
from tests.support.engines import Engine


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.name) for cases in GROUPS.values() for case in cases]
)
def test_both_engines_do_the_same(pair: tuple[Engine, Engine], case: Case) -> None:
    difference = compare(pair, case)

    if case.known:
        assert difference is not None, "the known difference is gone"
        pytest.skip(f"known difference: {case.known}")
    assert difference is None, difference
