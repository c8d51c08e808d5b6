"""Numbers and quoted text in Go's way; the expectations are Go 1.19's answers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.golang import strconv

INT64 = st.integers(min_value=-(1 << 63), max_value=(1 << 63) - 1)


@pytest.mark.parametrize(
    ("text", "base", "value"),
    [
        ("0", 10, 0),
        ("-0", 10, 0),
        ("+7", 10, 7),
        ("017", 0, 15),
        ("0o17", 0, 15),
        ("0b11", 0, 3),
        ("0X1f", 0, 31),
        ("1_000", 0, 1000),
        ("0x_1", 0, 1),
        ("-9223372036854775808", 10, -(1 << 63)),
        ("777", 8, 511),
    ],
)
def test_reads_signed_numbers(text: str, base: int, value: int) -> None:
    assert strconv.parse_int(text, base, 64) == value


@pytest.mark.parametrize(
    "text", ["", "-", "x", " 1", "1 ", "1_0_", "1__0", "_1", "0x", "08", "٣", "0b2", "--1", "1.0"]
)
def test_refuses_what_only_python_takes_for_a_number(text: str) -> None:
    with pytest.raises(strconv.NumError) as caught:
        strconv.parse_int(text, 0, 64)

    assert caught.value.reason == "invalid syntax"
    assert str(caught.value) == f"strconv.ParseInt: parsing {strconv.quote(text)}: invalid syntax"


def test_an_underscore_needs_base_zero() -> None:
    with pytest.raises(strconv.NumError):
        strconv.parse_int("1_000", 10, 64)


@pytest.mark.parametrize("text", ["9223372036854775808", "-9223372036854775809", "0x8" + "0" * 15])
def test_says_when_a_number_is_too_large(text: str) -> None:
    with pytest.raises(strconv.NumError) as caught:
        strconv.parse_int(text, 0, 64)

    assert str(caught.value) == f'strconv.ParseInt: parsing "{text}": value out of range'


def test_an_unsigned_number_has_no_sign() -> None:
    for text in ("-1", "+1"):
        with pytest.raises(strconv.NumError, match="invalid syntax"):
            strconv.parse_uint(text, 10, 16)


def test_sixteen_bits_end_at_65535() -> None:
    assert strconv.parse_uint("65535", 10, 16) == 65535
    with pytest.raises(strconv.NumError, match="value out of range"):
        strconv.parse_uint("65536", 10, 16)


def test_atoi_calls_itself_atoi() -> None:
    with pytest.raises(strconv.NumError) as caught:
        strconv.atoi("x")

    assert str(caught.value) == 'strconv.Atoi: parsing "x": invalid syntax'


def test_only_gos_spellings_are_truth_values() -> None:
    assert [strconv.parse_bool(text) for text in ("1", "t", "TRUE", "True")] == [True] * 4
    assert [strconv.parse_bool(text) for text in ("0", "f", "FALSE", "False")] == [False] * 4
    for text in ("", "yes", "tRUE", "2"):
        with pytest.raises(strconv.NumError):
            strconv.parse_bool(text)


def test_a_float_has_one_point_and_fits() -> None:
    assert strconv.parse_float("1.5") == 1.5
    with pytest.raises(strconv.NumError, match="invalid syntax"):
        strconv.parse_float("1.5.5")
    with pytest.raises(strconv.NumError, match="value out of range"):
        strconv.parse_float("9" * 400)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", '""'),
        ('a"b\\', r'"a\"b\\"'),
        ("\a\b\f\n\r\t\v", r'"\a\b\f\n\r\t\v"'),
        ("\x00\x1f\x7f", r'"\x00\x1f\x7f"'),
        ("é€\U0001f600", '"é€\U0001f600"'),
        ("\u00a0\u200b\u2028", r'"\u00a0\u200b\u2028"'),
        ("\U000e0001", r'"\U000e0001"'),
        ("'", '"\'"'),
        ("\udcff", r'"\xff"'),
    ],
)
def test_quotes_as_percent_q_prints(text: str, quoted: str) -> None:
    assert strconv.quote(text) == quoted


def test_a_rune_comes_in_single_quotes() -> None:
    assert [strconv.quote_rune(char) for char in "Z'\"\nÃ"] == [
        "'Z'",
        r"'\''",
        "'\"'",
        r"'\n'",
        "'Ã'",
    ]


@given(INT64)
def test_reads_back_every_int64(number: int) -> None:
    assert strconv.parse_int(str(number), 10, 64) == number
    assert strconv.parse_int(hex(number), 0, 64) == number


@given(st.text())
def test_never_raises_anything_but_its_own_error(text: str) -> None:
    for read in (strconv.parse_bool, strconv.atoi, strconv.parse_float):
        try:
            read(text)
        except strconv.NumError:
            continue


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="\a\b\f\v\x7f\\")))
def test_quoting_ascii_is_json_but_for_control_characters(text: str) -> None:
    quoted = strconv.quote(text).replace("\\x", "\\u00")

    assert json.loads(quoted) == text
