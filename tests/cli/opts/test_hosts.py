from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import opts
from engine.golang.errors import GoError


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("", "unix:///var/run/docker.sock"),
        ("  ", "unix:///var/run/docker.sock"),
        ("unix://", "unix:///var/run/docker.sock"),
        ("unix:///x.sock", "unix:///x.sock"),
        ("fd://x", "fd://x"),
        ("ssh://me@there", "ssh://me@there"),
        ("npipe://", "npipe:////./pipe/docker_engine"),
        ("tcp://", "tcp://localhost:2375"),
        ("tcp://:7777", "tcp://localhost:7777"),
        ("tcp://there", "tcp://there:2375"),
        ("tcp://there:", "tcp://there:2375"),
        ("there:1/path", "tcp://there:1/path"),
        ("[::1]:", "tcp://[::1]:2375"),
        ("tcp://[::1]:5/x", "tcp://[::1]:5/x"),
        ("tcp://a:b:1", "tcp://[a:b:1]:2375"),
        ("tcp://0.0.0.0:99999999999999999999", "tcp://0.0.0.0:99999999999999999999"),
    ],
)
def test_fills_in_what_was_left_out(text: str, host: str) -> None:
    assert opts.parse_host(False, text) == host
    assert opts.validate_host(text) == text


def test_a_default_without_a_port_number_is_refused() -> None:
    with pytest.raises(GoError, match="Invalid bind address format: there"):
        opts.parse_tcp_addr("there", "tcp://localhost:x")


def test_with_tls_the_default_is_another() -> None:
    assert opts.parse_host(True, "") == "tcp://localhost:2376"
    assert opts.parse_tcp_addr(":1", "tcp://127.0.0.1:2376") == "tcp://127.0.0.1:1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("://", "Invalid bind address format: ://"),
        ("udp://127.0.0.1", "Invalid bind address format: udp://127.0.0.1"),
        ("tcp://unix:///x", "Invalid proto, expected tcp: unix:///x"),
        ("unix://tcp://x", "Invalid proto, expected unix: tcp://x"),
        ("tcp://a:b", 'parse "tcp://a:b": invalid port ":b" after host'),
        ("a b", 'parse "tcp://a b": invalid character " " in host name'),
        ("tcp://a]b:1", "Invalid bind address format: a]b:1"),
    ],
)
def test_says_what_is_wrong_with_a_host(text: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        opts.validate_host(text)

    assert str(caught.value) == said


@given(st.text(alphabet="tcpunix:/[]%@1.? ", max_size=20))
def test_takes_or_refuses_every_host(text: str) -> None:
    try:
        host = opts.parse_host(False, text)
    except GoError:
        return

    assert "://" in host


@pytest.mark.parametrize("text", ["a:1.2.3.4", "a:::1", "a: 1.2.3.4 ", "a:host-gateway"])
def test_an_extra_host_stays_as_it_is(text: str) -> None:
    assert opts.validate_extra_host(text) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a", 'bad format for add-host: "a"'),
        (":1.2.3.4", 'bad format for add-host: ":1.2.3.4"'),
        ("a:", 'invalid IP address in add-host: ""'),
        ("a:x", 'invalid IP address in add-host: "x"'),
    ],
)
def test_says_what_is_wrong_with_an_extra_host(text: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        opts.validate_extra_host(text)

    assert str(caught.value) == said
