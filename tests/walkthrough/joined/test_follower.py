"""The stream of an engine's half, as the one who reads it meets it."""

from __future__ import annotations

import json
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import client as apiclient
from walkthrough.joined import wire
from walkthrough.joined.follower import Follower, NoStream

HELLO = {"event": "hello", "version": wire.VERSION, "data_root": "/r"}
Serve = Callable[..., Follower]


@pytest.fixture
def following(tmp_path: Path) -> Iterator[Serve]:
    """Follows an engine that sends these lines, and hangs up."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "engine.sock"))
    listener.listen()
    client = apiclient.new_client_with_opts(apiclient.with_host(f"unix://{tmp_path}/engine.sock"))

    def serve(lines: tuple[bytes, ...]) -> None:
        sock, _ = listener.accept()
        with sock:
            sock.recv(1 << 16)
            body = b"".join(line + b"\n" for line in lines)
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    def follow(*lines: bytes) -> Follower:
        threading.Thread(target=serve, args=(lines,), daemon=True).start()
        return Follower(client, "1" * 32)

    yield follow
    client.close()
    listener.close()


def ending(follower: Follower, hear: Callable[[Any], None] = lambda event: None) -> str | None:
    """Read all there is; return what went wrong."""
    ended: queue.Queue[str | None] = queue.Queue()
    follower.start(hear, ended.put)
    why = ended.get(timeout=10)
    follower.close()
    return why


def test_each_line_is_heard_and_the_end_is_no_fault(following: Serve) -> None:
    heard: list[Any] = []

    why = ending(following(json.dumps(HELLO).encode(), b'{"event":"begin"}'), heard.append)

    assert (why, heard) == (None, [{"event": "begin"}])


@pytest.mark.parametrize("line", [b"no JSON", b"[]", b'{"event":1}', b"{}", b"\xff"])
def test_a_line_that_is_no_event_is_told(following: Serve, line: bytes) -> None:
    why = ending(following(json.dumps(HELLO).encode(), line))

    assert why is not None
    assert "Error: " in why


def test_what_the_hearer_raises_is_told(following: Serve) -> None:
    def hear(event: Any) -> None:
        raise KeyError("step")

    assert ending(following(json.dumps(HELLO).encode(), b'{"event":"open"}'), hear) == (
        "KeyError: 'step'"
    )


@pytest.mark.parametrize("line", [b"no JSON", b'{"event":"hello","version":999}'])
def test_what_does_not_begin_as_a_stream_is_none(following: Serve, line: bytes) -> None:
    with pytest.raises(NoStream):
        following(line)
