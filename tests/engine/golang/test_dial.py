"""A name with several addresses is reached at the one that answers."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import pytest

from engine.golang.context import Context, ContextCancelled
from engine.golang.dial import OpError, Race, dial


def _listener() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def _address(port: int, host: str = "127.0.0.1") -> tuple[Any, ...]:
    return socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, port)


def _full() -> socket.socket:
    """Return a listener whose queue is full, so that it does not answer any more."""
    return socket.create_server(("127.0.0.1", 0), backlog=0)


def test_who_listens_is_reached() -> None:
    with (
        _listener() as listener,
        dial(Context(), "localhost", listener.getsockname()[1], 5) as connection,
    ):
        assert connection.getpeername() == listener.getsockname()


def test_nobody_there_is_told_in_gos_words() -> None:
    with pytest.raises(OpError) as told:
        dial(Context(), "127.0.0.1", 1, 5)

    assert str(told.value) == "dial tcp 127.0.0.1:1: connect: connection refused"


def test_no_such_name_is_told_in_gos_words() -> None:
    with pytest.raises(OpError) as told:
        dial(Context(), "nowhere.invalid", 1, 5)

    assert str(told.value).startswith("dial tcp: lookup nowhere.invalid")


@pytest.mark.parametrize("first", ["refuses", "is silent"])
def test_the_next_address_is_tried(first: str) -> None:
    with _listener() as good, _full() as silent, socket.socket() as filler:
        filler.connect(silent.getsockname())
        port = 1 if first == "refuses" else silent.getsockname()[1]
        addresses = [_address(port), _address(good.getsockname()[1])]
        started = time.monotonic()

        with Race(addresses, started + 5).run(Context()) as connection:
            assert connection.getpeername() == good.getsockname()

    assert time.monotonic() - started < 2


def test_of_several_failures_the_first_is_told() -> None:
    with pytest.raises(OpError, match=r"127\.0\.0\.1:1: connect: connection refused"):
        Race([_address(1), _address(2)], time.monotonic() + 5).run(Context())


def test_silence_ends_in_time() -> None:
    with _full() as silent, socket.socket() as filler:
        filler.connect(silent.getsockname())
        port = silent.getsockname()[1]

        with pytest.raises(OpError) as told:
            dial(Context(), "127.0.0.1", port, 0.2)

    assert str(told.value) == f"dial tcp 127.0.0.1:{port}: i/o timeout"


def test_waiting_ends_when_nobody_wants_the_connection() -> None:
    context = Context()
    threading.Timer(0.1, context.cancel).start()
    started = time.monotonic()
    with _full() as silent, socket.socket() as filler:
        filler.connect(silent.getsockname())

        with pytest.raises(ContextCancelled):
            dial(context, "127.0.0.1", silent.getsockname()[1], 10)

    assert time.monotonic() - started < 2
