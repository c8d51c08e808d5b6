"""Where the daemon is told to listen."""

import pytest

from engine.golang.errors import GoError
from engine.opts.hosts import parse_host


@pytest.mark.parametrize(
    ("given", "host"),
    [
        ("", "unix:///var/run/docker.sock"),
        ("unix://", "unix:///var/run/docker.sock"),
        (" unix:///x.sock ", "unix:///x.sock"),
        ("tcp://", "tcp://localhost:2375"),
        ("tcp://:80", "tcp://localhost:80"),
        ("localhost", "tcp://localhost:2375"),
        ("127.0.0.1:99", "tcp://127.0.0.1:99"),
        ("tcp://[::1]:99", "tcp://[::1]:99"),
        ("fd://", "fd://"),
    ],
)
def test_what_is_left_out_is_filled_in(given, host):
    assert parse_host(given) == host


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("foo://x", "Invalid bind address format: foo://x"),
        ("tcp://a:x", "Invalid bind address format: a:x"),
        ("tcp://unix://x", "Invalid proto, expected tcp: unix://x"),
        ("unix://tcp://x", "Invalid proto, expected unix: tcp://x"),
    ],
)
def test_what_is_no_address_is_refused(given, message):
    with pytest.raises(GoError) as refusal:
        parse_host(given)

    assert str(refusal.value) == message
