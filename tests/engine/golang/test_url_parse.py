from __future__ import annotations

import pytest

from engine.golang import url_parse
from engine.golang.errors import GoError


def test_takes_a_url_apart() -> None:
    url = url_parse.parse("TCP://user@[::1]:80/a%20b?q#f")

    assert (url.scheme, url.host, url.path) == ("tcp", "[::1]:80", "/a b")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("tcp://a b:1", 'parse "tcp://a b:1": invalid character " " in host name'),
        ("tcp://a:b", 'parse "tcp://a:b": invalid port ":b" after host'),
        ("tcp://[::1", "parse \"tcp://[::1\": missing ']' in host"),
        ("tcp://%zz", 'parse "tcp://%zz": invalid URL escape "%zz"'),
        ("\x01", r'parse "\x01": net/url: invalid control character in URL'),
        (":a", 'parse ":a": missing protocol scheme'),
    ],
)
def test_says_what_is_wrong_with_a_url(raw: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        url_parse.parse(raw)

    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("target", "path", "text"),
    [
        ("/a%20b?c=d", "/a b", "/a%20b?c=d"),
        ("/a?", "/a", "/a?"),
        ("*", "*", "%2A"),
        ("http://host/a", "/a", "http://host/a"),
        ("docker:80/a?b", "", "docker:80/a?b"),
        ("/%C3%A4!", "/\u00e4!", "/%C3%A4%21"),
    ],
)
def test_takes_the_target_of_a_request_apart_and_writes_it_again(
    target: str, path: str, text: str
) -> None:
    url = url_parse.parse_request_uri(target)

    assert (url.path, str(url)) == (path, text)


@pytest.mark.parametrize("target", ["", "a", "?a", "/%zz", "/\x01", "http://a b/"])
def test_refuses_what_is_no_target_of_a_request(target: str) -> None:
    with pytest.raises(GoError):
        url_parse.parse_request_uri(target)
