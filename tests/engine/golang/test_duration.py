from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.golang import duration
from engine.golang.errors import GoError


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [
        ("0", 0),
        ("1h2m3s4ms5us6ns", 3_723_004_005_006),
        ("-1.5h", -5_400_000_000_000),
        ("+5s", 5_000_000_000),
        (".5s", 500_000_000),
        ("5.s", 5_000_000_000),
        ("1µs", 1_000),
        ("1μs", 1_000),
        ("0.3333333333333333333h", 1_200_000_000_000),
        ("0.99999999999999999999999h", 3_600_000_000_000),
        ("-9223372036854775808ns", -(1 << 63)),
    ],
)
def test_reads_durations(text: str, nanoseconds: int) -> None:
    assert duration.parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'invalid duration ""'),
        ("x", 'invalid duration "x"'),
        (".s", 'invalid duration ".s"'),
        ("-", 'invalid duration "-"'),
        ("9223372036854775808ns", 'invalid duration "9223372036854775808ns"'),
        ("1", 'missing unit in duration "1"'),
        ("1d", 'unknown unit "d" in duration "1d"'),
        ("1 s", 'unknown unit " s" in duration "1 s"'),
        ("1\x01", r'unknown unit "\x01" in duration "1\x01"'),
        ("é", r'invalid duration "\xc3\xa9"'),
        ('"\\', r'invalid duration "\"\\"'),
    ],
)
def test_says_what_is_wrong_with_a_duration(text: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        duration.parse_duration(text)

    assert str(caught.value) == f"time: {said}"


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (0, "0s"),
        (1, "1ns"),
        (1_100, "1.1µs"),
        (2_200_000, "2.2ms"),
        (1_000_000_000, "1s"),
        (90_000_000_000, "1m30s"),
        (3_600_000_000_000, "1h0m0s"),
        (-1_500_000_000, "-1.5s"),
    ],
)
def test_shows_durations_shortest(nanoseconds: int, text: str) -> None:
    assert duration.format_duration(nanoseconds) == text


@given(st.integers(min_value=-(1 << 63), max_value=(1 << 63) - 1))
def test_reads_back_what_it_shows(nanoseconds: int) -> None:
    assert duration.parse_duration(duration.format_duration(nanoseconds)) == nanoseconds
