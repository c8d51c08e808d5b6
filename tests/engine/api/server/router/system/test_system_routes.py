"""Ping, version and events over a real socket."""

import json
import time

import pytest

from engine.api.server.router.system import SystemRouter
from engine.api.types.events import Actor
from engine.daemon.events import Events
from engine.daemon.events.filter import Filter


class LittleDaemon:
    def __init__(self):
        self.events = Events()
        self.evicted = 0

    def system_info(self):
        return {"Containers": 3}

    def system_version(self):
        return {"Version": "20.10.13"}

    def subscribe_to_events(self, since, until, filter):
        return self.events.subscribe_topic(since, until, Filter(filter))

    def unsubscribe_from_events(self, listener):
        self.evicted += 1
        self.events.evict(listener)


@pytest.fixture
def daemon():
    return LittleDaemon()


@pytest.fixture
def client(serve, daemon):
    return serve(SystemRouter(daemon))


def read_until(sock, mark):
    data = b""
    while mark not in data:
        data += sock.recv(65536)
    return data


def test_ping_says_ok_and_forbids_caches(client):
    answer = client.request("GET", "/_ping")

    assert (answer.status, answer.body) == (200, b"OK")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache, no-store, must-revalidate"
    assert answer.headers["Pragma"] == "no-cache"


def test_ping_by_head_is_the_same_without_a_body(client):
    answer = client.request("HEAD", "/_ping")

    assert (answer.status, answer.headers["Content-Length"]) == (200, "0")
    assert answer.headers["Api-Version"] == "1.41"


def test_options_are_answered_everywhere(client):
    answer = client.request("OPTIONS", "/any/where")

    assert (answer.status, answer.headers["Content-Length"]) == (200, "0")


def test_info_and_version_are_the_daemons(client):
    answers = [client.request("GET", path).json for path in ("/info", "/v1.30/version")]

    assert answers == [{"Containers": 3}, {"Version": "20.10.13"}]


def test_events_of_the_past_are_told_and_the_stream_ends_at_until(client, daemon):
    daemon.events.log("create", "container", Actor(id="c1", attributes={"name": "web"}))

    answer = client.request("GET", f"/events?since=1&until={time.time() + 0.05:.9f}")

    assert answer.headers["Content-Type"] == "application/json"
    assert [json.loads(line)["Actor"]["ID"] for line in answer.body.splitlines()] == ["c1"]
    assert daemon.evicted == 1


@pytest.mark.parametrize("until", ["0", "-5", "-5.5"])
def test_a_stream_until_long_ago_ends_at_once(client, until):
    answer = client.request("GET", f"/events?until={until}")

    assert (answer.status, answer.body) == (200, b"")


def test_events_to_come_are_told_when_they_come(client, daemon):
    sock = client.connect()
    sock.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
    head = read_until(sock, b"\r\n\r\n")

    while not daemon.events.subscribers_count():
        time.sleep(0.01)
    daemon.events.log("create", "volume", Actor(id="v1"))

    assert b"200 OK" in head
    assert b'"Action":"create"' in read_until(sock, b"v1")


def test_events_are_filtered(client, daemon):
    daemon.events.log("create", "container", Actor(id="c1"))
    daemon.events.log("create", "volume", Actor(id="v1"))

    until, filters = f"{time.time() + 0.05:.9f}", "%7B%22type%22:%5B%22volume%22%5D%7D"
    answer = client.request("GET", f"/events?since=1&until={until}&filters={filters}")

    assert [json.loads(line)["Type"] for line in answer.body.splitlines()] == ["volume"]


def test_a_client_that_hangs_up_is_noticed(client, daemon):
    sock = client.connect()
    sock.sendall(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
    read_until(sock, b"\r\n\r\n")

    sock.close()

    deadline = time.monotonic() + 5
    while not daemon.evicted and time.monotonic() < deadline:
        time.sleep(0.02)
    assert daemon.evicted == 1


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("since=zz", 500, 'strconv.ParseInt: parsing "zz": invalid syntax'),
        ("since=5&until=1", 400, "`since` time (5) cannot be after `until` time (1)"),
        ("filters=zz", 500, "invalid character 'z' looking for beginning of value"),
    ],
)
def test_events_refuse_what_they_cannot_read(client, query, status, message):
    answer = client.request("GET", f"/events?{query}")

    assert (answer.status, answer.message) == (status, message)
