"""Queries as Go reads them, what can be read and what cannot."""

import pytest

from engine.golang.errors import GoError
from engine.golang.url import Values, parse_query, path_unescape, query_unescape
from engine.golang.url_parse import parse


def test_a_query_keeps_every_value_in_order():
    values = Values()

    parse_query("a=1&b=%26+x&a=2&&c", values)

    assert values.all("a") == ["1", "2"]
    assert (values.get("b"), values.get("c"), values.get("d")) == ("& x", "", "")
    assert "c" in values
    assert values.all("d") is None


def test_the_first_fault_is_told_and_the_rest_is_read():
    values = Values()

    with pytest.raises(GoError, match='invalid URL escape "%zz"'):
        parse_query("a=%zz&b=1&c=%yy&d;e", values)

    assert sorted(values) == ["b"]


def test_a_plus_is_a_blank_in_a_query_only():
    assert (query_unescape("a+b"), path_unescape("a+b")) == ("a b", "a+b")


def test_escaped_bytes_are_put_together_to_characters():
    assert path_unescape("/%C3%A9") == "/é"


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [("tcp://a:1/p?q#f", "a:1", "/p"), ("tcp://[::1]:2", "[::1]:2", ""), ("tcp://u@h", "h", "")],
)
def test_a_url_is_taken_apart(text, host, path):
    url = parse(text)

    assert (url.scheme, url.host, url.path) == ("tcp", host, path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("tcp://a:x", 'invalid port ":x" after host'),
        ("tcp://a b", 'invalid character " " in host name'),
        ("tcp://[::1", "missing ']' in host"),
        ("tcp://h%41", 'invalid URL escape "%41"'),
        ("tcp://x/y%zz", 'invalid URL escape "%zz"'),
        (":x", "missing protocol scheme"),
        ("a\x01", "net/url: invalid control character in URL"),
    ],
)
def test_a_url_that_is_none_is_refused_in_gos_words(text, reason):
    with pytest.raises(GoError) as refusal:
        parse(text)

    assert str(refusal.value).endswith(f": {reason}")
    assert str(refusal.value).startswith('parse "')
