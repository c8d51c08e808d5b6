"""Times as people write them."""

import time

import pytest

from engine.api.types.time import get_timestamp
from engine.golang.errors import GoError

_NOW = 1_600_000_000.0


@pytest.fixture(autouse=True)
def in_utc(monkeypatch):
    """The host's time zone is UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("1h30m", "1599994600"),
        ("10s", "1599999990"),
        ("0", "0"),
        ("1136073845", "1136073845"),
        ("1136073845.000000001", "1136073845.000000001"),
        ("2006-01-02T15:04:05Z", "1136214245.000000000"),
        ("2006-01-02T15:04:05.5Z", "1136214245.500000000"),
        ("2006-01-02T15:04:05+01:00", "1136210645.000000000"),
        ("2006-01-02T15:04", "1136214240.000000000"),
        ("2006-01-02T15", "1136214000.000000000"),
        ("2006-01-02", "1136160000.000000000"),
        ("2006-01-02-07:00", "1136185200.000000000"),
    ],
)
def test_each_way_to_write_a_time_is_understood(value, found):
    assert get_timestamp(value, _NOW) == found


@pytest.mark.parametrize("value", ["", "x", "2006-13-02", "yesterday", "1.x"])
def test_what_is_no_time_is_refused(value):
    with pytest.raises(GoError):
        get_timestamp(value, _NOW)
