"""Content types, parameters, and the wording of refusals."""

import pytest

from engine import errdefs
from engine.api.server import httputils
from engine.golang import http
from engine.golang.url_parse import URL


def make_request(*, content_type=None, length=0, query="", method="POST"):
    header = http.Header([("content-type", content_type)] if content_type else [])
    plain = http.Request(
        method=method,
        request_uri="/x",
        url=URL(path="/x", raw_query=query),
        header=header,
        content_length=length,
    )
    return httputils.Request(plain, None)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/json;",
        'application/json; a="b;c"',
    ],
)
def test_json_by_any_spelling_is_accepted(content_type):
    httputils.check_for_json(make_request(content_type=content_type, length=2))


def test_no_content_type_is_accepted_where_there_is_no_body():
    httputils.check_for_json(make_request(length=0))


@pytest.mark.parametrize(
    ("content_type", "length"),
    [
        ("", 2),
        ("", -1),
        ("text/plain", 0),
        ("application/jsonx", 2),
        ("application/json; charset", 2),
    ],
    ids=["none", "none-but-chunks", "text", "longer", "bad-parameter"],
)
def test_other_content_types_are_refused(content_type, length):
    request = make_request(content_type=content_type, length=length)

    with pytest.raises(errdefs.InvalidParameter) as refusal:
        httputils.check_for_json(request)

    assert str(refusal.value) == (
        f"Content-Type specified ({content_type}) must be 'application/json'"
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("a=%zz", 'invalid URL escape "%zz"'),
        ("a=%z", 'invalid URL escape "%z"'),
        ("%=1", 'invalid URL escape "%"'),
        ("a=1;b=2", "invalid semicolon separator in query"),
    ],
)
def test_a_query_that_cannot_be_decoded_is_the_clients_fault(query, text):
    with pytest.raises(errdefs.InvalidParameter) as refusal:
        httputils.parse_form(make_request(query=query))

    assert str(refusal.value) == text


def test_a_content_type_that_is_none_hides_what_is_wrong_with_the_query():
    request = make_request(query="a=1&b;c", content_type="/json")

    httputils.parse_form(request)

    assert request.query.get("a") == "1"


@pytest.mark.parametrize(
    ("value", "truth"),
    [("1", True), ("True", True), ("yes", True), (" x ", True)]
    + [(value, False) for value in ("", "0", "no", "False", "NONE", " 0 ")],
)
def test_anything_but_a_word_for_no_means_yes(value, truth):
    request = make_request(query=f"v={value.replace(' ', '%20')}")

    assert httputils.bool_value(request, "v") is truth


def test_a_default_holds_only_where_the_parameter_is_absent():
    request = make_request(query="there=")
    httputils.parse_form(request)

    values = [httputils.bool_value_or_default(request, key, True) for key in ("there", "absent")]

    assert values == [False, True]


def test_numbers_are_read_or_zero():
    request = make_request(query="n=-5&x=zz")
    httputils.parse_form(request)

    values = [httputils.int64_value_or_zero(request, key) for key in ("n", "x", "absent")]

    assert values == [-5, 0, 0]
    assert httputils.int64_value_or_default(request, "absent", 7) == 7
