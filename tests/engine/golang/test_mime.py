"""Content types as Go takes them apart."""

import pytest

from engine.golang.errors import GoError
from engine.golang.mime import parse_media_type


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("application/json", "application/json"),
        (' Text/Plain ; a=b; c="d\\"e;" ;', "text/plain"),
        ("form", "form"),
    ],
)
def test_the_type_is_given_in_lower_case(text, media_type):
    assert parse_media_type(text) == media_type


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mime: no media type"),
        ("; a=b", "mime: no media type"),
        ("a b", "mime: unexpected content after media subtype"),
        ("a/b; c", "mime: invalid media parameter"),
        ("a/b; c=d; C=e", "mime: duplicate parameter name"),
    ],
)
def test_what_is_none_is_refused(text, message):
    with pytest.raises(GoError) as refusal:
        parse_media_type(text)

    assert str(refusal.value) == message
