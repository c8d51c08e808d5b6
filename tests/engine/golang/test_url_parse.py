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
