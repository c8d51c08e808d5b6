import pytest

from engine.golang import times
from engine.golang.errors import GoError


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_500_000_000, "1970-01-01T00:00:01.5Z"),
        (1_646_933_555_123_456_780, "2022-03-10T17:32:35.12345678Z"),
    ],
)
def test_zeros_at_the_end_are_cut_off_and_nothing_else_is(nanoseconds, text):
    assert times.rfc3339_nano(nanoseconds) == text
    assert times.unix_nano(text) == nanoseconds


def test_an_offset_is_taken_into_account():
    assert times.unix_nano("1970-01-01T02:00:00+02:00") == 0
    assert times.unix_nano("1969-12-31T23:30:00.25-00:30") == 250_000_000


def test_the_zero_time_lies_before_all_others():
    assert times.is_zero(times.ZERO)
    assert times.unix_nano(times.ZERO) < -(10**18)
    assert not times.is_zero(times.now())


def test_what_is_no_time_is_refused():
    with pytest.raises(GoError, match='parsing time "yesterday"'):
        times.unix_nano("yesterday")
