"""Points in time in a query."""

import pytest

from engine.api.types.time import parse_timestamps
from engine.golang.errors import GoError


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("", (-1, 0)),
        ("5", (5, 0)),
        ("1136073600.000000001", (1136073600, 1)),
        ("5.5", (5, 500_000_000)),
        ("5.1234567891", (5, 123_456_789)),
    ],
)
def test_fractions_of_any_length_become_nanoseconds(text, parsed):
    assert parse_timestamps(text, -1) == parsed


@pytest.mark.parametrize("text", ["x", "5.x", "5."])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(GoError, match="invalid syntax"):
        parse_timestamps(text, -1)
