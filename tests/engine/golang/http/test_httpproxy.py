"""The environment's proxies are used where Go would use them."""

from __future__ import annotations

import pytest

from engine.golang.errors import GoError
from engine.golang.http.httpproxy import Config, Proxy, from_environment


@pytest.mark.parametrize(
    ("no_proxy", "url", "direct"),
    [
        ("", "http://example.com/", False),
        ("*", "http://example.com/", True),
        ("example.com", "http://example.com/", True),
        ("example.com", "http://EXAMPLE.com:8080/", True),
        ("example.com", "http://www.example.com/", True),
        ("example.com", "http://badexample.com/", False),
        (".example.com", "http://example.com/", False),
        (".example.com", "http://www.example.com/", True),
        ("*.example.com", "http://www.example.com/", True),
        ("*.example.com", "http://example.com/", False),
        ("example.com:80", "http://example.com/", True),
        ("example.com:80", "http://example.com:8080/", False),
        ("10.0.0.0/8", "http://10.1.2.3/", True),
        ("10.0.0.0/8", "http://11.1.2.3/", False),
        ("10.0.0.0/8", "http://ten.example/", False),
        ("10.1.2.3", "http://10.1.2.3:5000/", True),
        ("10.1.2.3:5000", "http://10.1.2.3:5000/", True),
        ("10.1.2.3:5000", "http://10.1.2.3/", False),
        ("[fd00::1]:80", "http://[fd00::1]/", True),
        ("fd00::1", "http://[fd00::1]:5000/", True),
        (" , other.example , example.com ", "http://example.com/", True),
        ("10.0.0.0/99", "http://10.1.2.3/", False),
        ("", "http://localhost/", True),
        ("", "http://127.0.0.1:5000/", True),
        ("", "http://127.8.8.8/", True),
        ("", "http://[::1]/", True),
    ],
)
def test_some_hosts_need_no_proxy(no_proxy: str, url: str, direct: bool) -> None:
    config = Config(http_proxy="proxy:3128", no_proxy=no_proxy)

    assert (config.proxy_for(url) is None) is direct


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("proxy", Proxy("proxy", 80)),
        ("proxy:3128", Proxy("proxy", 3128)),
        ("http://proxy:3128/", Proxy("proxy", 3128)),
        ("https://proxy", Proxy("proxy", 443, tls=True)),
        ("http://me:p%40ss@proxy:8080", Proxy("proxy", 8080, username="me", password="p@ss")),
        ("http://[fd00::1]:8080", Proxy("fd00::1", 8080)),
    ],
)
def test_a_proxy_is_an_address(text: str, proxy: Proxy) -> None:
    config = Config(http_proxy=text, https_proxy="")

    assert config.proxy_for("http://example.com/") == proxy
    assert config.proxy_for("https://example.com/") is None


@pytest.mark.parametrize("text", ["socks5://proxy:1080", "http://", "http://proxy:port"])
def test_what_is_no_proxy_that_we_can_use_is_refused(text: str) -> None:
    config = Config(https_proxy=text)

    with pytest.raises(GoError, match="invalid proxy address"):
        config.proxy_for("https://example.com/")


def test_the_environment_says_it_in_either_case() -> None:
    config = from_environment(
        {"http_proxy": "small", "HTTP_PROXY": "LARGE", "https_proxy": "s", "NO_PROXY": ""}
    )

    assert config == Config(http_proxy="LARGE", https_proxy="s", no_proxy="")
