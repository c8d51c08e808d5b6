"""Filters in both of their forms."""

import pytest

from engine.api.types.filters import InvalidFilter, from_json
from engine.golang.struct_tags import JSONError

NEW = '{"name":{"a":true,"b":true},"label":{"x=1":true,"y":true}}'
OLD = '{"name":["a","b"],"label":["x=1","y"]}'


@pytest.mark.parametrize("text", [NEW, OLD], ids=["sets", "lists"])
def test_both_forms_say_the_same(text):
    args = from_json(text)

    assert sorted(args.get("name")) == ["a", "b"]
    assert len(args) == 2
    assert args.contains("label")


def test_no_text_is_no_filter():
    args = from_json("")

    assert len(args) == 0
    assert args.exact_match("name", "anything")
    assert args.match_kv_list("label", {})


def test_what_is_neither_form_is_refused_with_the_first_forms_fault():
    with pytest.raises(JSONError, match="invalid character 'z' looking for beginning of value"):
        from_json("zz")


def test_values_match_exactly_by_beginning_or_by_pattern():
    args = from_json('{"name":["^we","db"]}')

    assert [args.exact_match("name", text) for text in ("db", "db1")] == [True, False]
    assert [args.fuzzy_match("name", text) for text in ("db1", "mydb")] == [True, False]
    assert [args.match("name", text) for text in ("web", "mydb", "x")] == [True, True, False]


def test_a_pattern_that_is_none_matches_nothing():
    assert not from_json('{"name":["("]}').match("name", "x")


@pytest.mark.parametrize(
    ("labels", "matches"),
    [
        ({"x": "1", "y": "", "z": "3"}, True),
        ({"x": "2", "y": ""}, False),
        ({"x": "1"}, False),
        (None, False),
    ],
)
def test_every_label_asked_for_must_be_there(labels, matches):
    assert from_json(NEW).match_kv_list("label", labels) is matches


def test_a_single_value_can_be_asked_for():
    args = from_json('{"a":["x"],"b":["x","y"]}')

    assert args.unique_exact_match("a", "x")
    assert not args.unique_exact_match("b", "x")
    assert args.unique_exact_match("c", "x")


def test_unknown_filters_are_refused():
    with pytest.raises(InvalidFilter) as refusal:
        from_json('{"nope":["x"]}').validate({"name"})

    assert str(refusal.value) == "Invalid filter 'nope'"
