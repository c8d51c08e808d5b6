"""What an engine keeps for a client that reads along is bounded, whatever the client does."""

from __future__ import annotations

import os
import socket
import threading
import time
from http.client import HTTPConnection
from typing import Any

import pytest

from walkthrough.joined import wire
from walkthrough.joined.streams import Stream

TRACE_ID, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
EVENT = {"event": "effect", "detail": "x" * 4000}
LIMIT = 16 << 20


def test_a_reader_that_stops_is_given_up_and_nothing_is_kept_for_it() -> None:
    stream = Stream()
    began = time.monotonic()
    put = 0
    while not stream.closed:
        stream.put(EVENT)
        put += 1

    seconds = time.monotonic() - began
    assert 4 < seconds < 30
    assert LIMIT <= (put - 1) * len(wire.encode(EVENT)) < LIMIT + 8000
    assert stream.take(0) == b""
    stream.put(EVENT)
    assert stream.take(0) == b""


def test_a_reader_that_is_slow_gets_all_of_it() -> None:
    stream = Stream()
    count = 3 * LIMIT // len(wire.encode(EVENT))

    def write() -> None:
        for _ in range(count):
            stream.put(EVENT)

    writer = threading.Thread(target=write)
    writer.start()
    got = 0
    while writer.is_alive() or got < count:
        time.sleep(0.1)
        got += stream.take(1).count(b"\n")

    assert got == count
    assert not stream.closed


class _OverUnix(HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("docker", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(self._path)


@pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)
def test_an_engine_answers_though_its_half_is_not_read(trace: Any, start: Any, image: str) -> None:
    daemon = start()
    trace("-H", daemon.host, "container", "create", image)
    path = daemon.host.removeprefix("unix://")
    follower = _OverUnix(path)
    follower.request("GET", f"{wire.PATH}{TRACE_ID}")
    body = f'{{"Image": "{image}"}}'
    head = {"Content-Type": "application/json", "Traceparent": f"00-{TRACE_ID}-{SPAN}-01"}

    statuses = []
    for _ in range(8):
        client = _OverUnix(path)
        client.request("POST", "/v1.41/containers/create", body, head)
        statuses.append(client.getresponse().status)
        client.close()

    assert statuses == [201] * 8
    follower.close()
