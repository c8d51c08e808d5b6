from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.golang.rat import parse_rat

NO_NUMBERS = ["", ".", "x", "1/0", "/2", "1/", "1.5/2", "+-1", "inf", "nan", "1e", "1e+", "0x"]
NO_NUMBERS += ["1/-2", "1 ", "1__0", "1._5", "1.5_", "0o8", "0b2", "1e1000001"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5", Fraction(3, 2)),
        (".5", Fraction(1, 2)),
        ("-1/2", Fraction(-1, 2)),
        ("010", Fraction(10)),
        ("010/2", Fraction(4)),
        ("2e-3", Fraction(1, 500)),
        ("1e1_0", Fraction(10**10)),
        ("1p3", Fraction(8)),
        ("0x1p-2", Fraction(1, 4)),
        ("0x.8", Fraction(1, 2)),
        ("0x1e2", Fraction(482)),
        ("0b11", Fraction(3)),
        ("1_000.5", Fraction(2001, 2)),
        ("0x_1", Fraction(1)),
    ],
)
def test_reads_decimals_and_fractions(text: str, value: Fraction) -> None:
    assert parse_rat(text) == value


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_rat(text) is None


@given(st.fractions())
def test_reads_back_every_fraction(value: Fraction) -> None:
    assert parse_rat(f"{value.numerator}/{value.denominator}") == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_reads_what_decimal_shows(value: object) -> None:
    assert parse_rat(str(value)) == Fraction(str(value))
