"""Integers that wrap around where Go's do."""

import pytest

from engine.golang.integers import int64


@pytest.mark.parametrize(
    ("value", "left"),
    [(0, 0), (2**63 - 1, 2**63 - 1), (2**63, -(2**63)), (-(2**63) - 1, 2**63 - 1), (2**64, 0)],
)
def test_what_does_not_fit_into_64_bits_wraps_around(value: int, left: int) -> None:
    assert int64(value) == left
