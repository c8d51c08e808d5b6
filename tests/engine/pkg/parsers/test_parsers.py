import pytest

from engine.golang.errors import GoError
from engine.pkg.parsers import parsers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", set()),
        ("7", {7}),
        ("1-3", {1, 2, 3}),
        ("0,3-4,7", {0, 3, 4, 7}),
        ("03,1-3", {1, 2, 3}),
        ("0-0,0,1", {0, 1}),
    ],
    ids=["nothing", "one", "range", "both", "leading zero", "repeated"],
)
def test_a_list_names_numbers_and_ranges(text, numbers):
    found = parsers.parse_uint_list(text)

    assert found == numbers


@pytest.mark.parametrize("text", ["this", "1-", "3-1", "-1", "0,", "1-2-3"])
def test_a_malformed_list_is_refused(text):
    with pytest.raises(GoError) as caught:
        parsers.parse_uint_list(text)

    assert str(caught.value) == f"invalid format: {text}"


@pytest.mark.parametrize("text", ["9", "0-9"])
def test_no_number_may_be_above_the_maximum(text):
    with pytest.raises(GoError) as caught:
        parsers.parse_uint_list_maximum(text, 8)

    assert str(caught.value) == "value of out range, maximum is 8"


def test_an_option_splits_at_its_first_equals_sign():
    assert parsers.parse_key_value_opt(" key = a=b ") == ("key", "a=b")


def test_an_option_without_equals_sign_is_refused():
    with pytest.raises(GoError) as caught:
        parsers.parse_key_value_opt("key")

    assert str(caught.value) == "Unable to parse key/value option: key"
