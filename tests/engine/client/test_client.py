from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import client as apiclient
from engine import errdefs
from engine.api.types.client import ImageCreateOptions, ImagePullOptions
from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.types import Ping
from engine.client.client import Client, parse_host_url
from engine.golang.errors import GoError
from engine.vendor.containerd import platforms
from tests.fake_daemon import CONTAINER_ID, Answer, FakeDaemon, serving


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[FakeDaemon]:
    with serving(tmp_path / "docker.sock", FakeDaemon) as running:
        yield running


@pytest.fixture
def client(daemon: FakeDaemon) -> Iterator[Client]:
    made = apiclient.new_client_with_opts(
        apiclient.with_host(daemon.host),
        apiclient.with_http_headers({"User-Agent": "test", "x-meta": "1"}),
    )
    yield made
    made.close()


def test_ping_reads_the_headers(client: Client, daemon: FakeDaemon) -> None:
    daemon.ping_headers |= {"Docker-Experimental": "true", "Builder-Version": "2"}

    ping = client.ping()

    assert (ping.api_version, ping.os_type) == ("1.41", "linux")
    assert (ping.experimental, ping.builder_version) == (True, "2")


@pytest.mark.parametrize(
    ("start", "offered", "settled"),
    [
        ("1.41", "1.40", "1.40"),
        ("1.41", "1.47", "1.41"),
        ("1.41", "", "1.24"),
        ("", "1.30", "1.30"),
    ],
    ids=["older", "newer", "silent", "unset"],
)
def test_the_older_version_is_settled_on(
    client: Client, start: str, offered: str, settled: str
) -> None:
    client.version = start

    client.negotiate_api_version_ping(Ping(api_version=offered))

    assert client.client_version() == settled


def test_a_version_that_was_chosen_is_not_negotiated(daemon: FakeDaemon) -> None:
    client = apiclient.new_client_with_opts(
        apiclient.with_host(daemon.host), apiclient.with_version("1.30")
    )

    client.negotiate_api_version_ping(Ping(api_version="1.25"))

    assert client.client_version() == "1.30"


def test_a_client_that_negotiates_asks_before_its_first_request(daemon: FakeDaemon) -> None:
    daemon.ping_headers["Api-Version"] = "1.39"
    client = apiclient.new_client_with_opts(
        apiclient.with_host(daemon.host), apiclient.with_api_version_negotiation()
    )

    client.info()
    client.info()
    client.close()

    assert daemon.targets(pings=True) == ["HEAD /_ping", "GET /v1.39/info", "GET /v1.39/info"]


def test_all_requests_share_one_connection(client: Client, daemon: FakeDaemon) -> None:
    client.ping()
    client.info()
    client.container_create(Config(image="x"), None, None, None, "")

    assert daemon.connections == 1


def test_an_answer_that_was_given_up_does_not_spoil_the_next_one(
    client: Client, daemon: FakeDaemon
) -> None:
    daemon.will_answer("/images/create", Answer(200, b"{}" * 50_000))

    body = client.image_create("x", ImageCreateOptions())
    body.read1(10)
    body.close()

    assert client.info().index_server_address == "https://index.test/v1/"


def test_headers_are_those_that_go_sends(client: Client, daemon: FakeDaemon) -> None:
    client.container_create(Config(image="x"), None, None, None, "")

    body = daemon.asked[-1].body
    assert daemon.asked[-1].headers == [
        ("Host", "docker"),
        ("User-Agent", "test"),
        ("Content-Length", str(len(body))),
        ("Content-Type", "application/json"),
        ("X-Meta", "1"),
    ]
    assert body.endswith(b'"HostConfig":null,"NetworkingConfig":null,"Platform":null}\n')


def test_a_post_without_a_body_still_has_length_and_type(
    client: Client, daemon: FakeDaemon
) -> None:
    daemon.will_answer("/images/create", Answer(200))

    client.image_create("x", ImageCreateOptions(registry_auth="e30=")).close()

    assert daemon.asked[-1].headers == [
        ("Host", "docker"),
        ("User-Agent", "test"),
        ("Content-Length", "0"),
        ("Content-Type", "text/plain"),
        ("X-Meta", "1"),
        ("X-Registry-Auth", "e30="),
    ]


def test_a_version_before_1_25_hides_our_name(client: Client, daemon: FakeDaemon) -> None:
    client.version = "1.24"

    client.info()

    assert dict(daemon.asked[-1].headers)["User-Agent"] == "Go-http-client/1.1"


def test_create_returns_the_id_and_the_warnings(client: Client, daemon: FakeDaemon) -> None:
    daemon.will_answer("/containers/create", Answer(201, {"Id": CONTAINER_ID, "Warnings": ["w"]}))

    created = client.container_create(Config(), HostConfig(), None, None, "a b&c")

    assert (created.id, created.warnings) == (CONTAINER_ID, ["w"])
    assert daemon.targets() == ["POST /v1.41/containers/create?name=a+b%26c"]


def test_an_old_daemon_cannot_be_told_a_platform(client: Client) -> None:
    client.version = "1.40"

    with pytest.raises(GoError) as caught:
        client.container_create(Config(), None, None, platforms.parse("linux/arm64"), "")

    assert str(caught.value) == (
        '"specify container image platform" requires API version 1.41, but the Docker daemon API '
        "version is 1.40"
    )


def test_an_old_daemon_is_not_asked_to_remove(client: Client, daemon: FakeDaemon) -> None:
    client.version = "1.24"
    host_config = HostConfig(auto_remove=True)

    client.container_create(Config(), host_config, None, None, "")

    assert daemon.bodies()[0]["HostConfig"]["AutoRemove"] is False


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errdefs.InvalidParameter),
        (401, errdefs.Unauthorized),
        (404, errdefs.NotFound),
        (409, errdefs.Conflict),
        (418, errdefs.InvalidParameter),
        (500, errdefs.System),
        (503, errdefs.Unavailable),
    ],
)
def test_the_status_decides_the_class(
    client: Client, daemon: FakeDaemon, status: int, kind: Any
) -> None:
    daemon.will_answer("/info", Answer(status, {"message": " it broke \n"}))

    with pytest.raises(kind) as caught:
        client.info()

    assert str(caught.value) == "Error response from daemon: it broke"
    assert apiclient.is_err_not_found(caught.value) is (status == 404)


@pytest.mark.parametrize(
    ("version", "answer", "text"),
    [
        ("1.41", Answer(500, b"plain\n", {"Content-Type": "text/plain"}), "plain"),
        ("1.23", Answer(500, b'{"message":"x"}'), '{"message":"x"}'),
        ("1.41", Answer(500, b'{"message":"x"'), None),
    ],
    ids=["plain-text", "old-version", "no-json"],
)
def test_what_is_no_json_is_passed_on_as_it_is(
    client: Client, daemon: FakeDaemon, version: str, answer: Any, text: str
) -> None:
    client.version = version
    daemon.will_answer("/info", answer)

    with pytest.raises(errdefs.System) as caught:
        client.info()

    expected = f"Error response from daemon: {text}"
    assert str(caught.value) == (
        expected if text is not None else "Error reading JSON: unexpected end of JSON input"
    )


def test_an_error_without_words_names_route_and_version(
    client: Client, daemon: FakeDaemon, tmp_path: Path
) -> None:
    daemon.will_answer("/info", Answer(404, b"", {}))

    with pytest.raises(errdefs.NotFound) as caught:
        client.info()

    socket = str(tmp_path / "docker.sock").replace("/", "%2F")
    assert str(caught.value) == (
        f"request returned Not Found for API route and version http://{socket}/v1.41/info, check "
        "if the server supports the requested API version"
    )


def test_a_registry_that_refuses_is_asked_again_with_a_password(
    client: Client, daemon: FakeDaemon
) -> None:
    refused = Answer(401, {"message": "who are you"})
    daemon.will_answer("/images/create", refused, Answer(200, b""))

    client.image_pull("x", ImagePullOptions(privilege_func=lambda: "secret")).close()

    sent = [dict(one.headers)["X-Registry-Auth"] for one in daemon.asked]
    assert sent == ["", "secret"]


def test_an_image_gets_another_name(client: Client, daemon: FakeDaemon) -> None:
    daemon.will_answer("/tag", Answer(201))

    client.image_tag("x@sha256:" + 64 * "a", "me/x")

    assert daemon.targets() == [
        f"POST /v1.41/images/x@sha256:{64 * 'a'}/tag?repo=me%2Fx&tag=latest"
    ]


@pytest.mark.parametrize(
    ("source", "target", "text"),
    [
        ("A", "x", 'Error parsing reference: "A" is not a valid repository/tag: '),
        ("x", "A", 'Error parsing reference: "A" is not a valid repository/tag: '),
        ("x", "y@sha256:" + 64 * "a", "refusing to create a tag with a digest reference"),
    ],
    ids=["source", "target", "digest"],
)
def test_a_name_that_is_none_is_refused_here(
    client: Client, daemon: FakeDaemon, source: str, target: str, text: str
) -> None:
    with pytest.raises(GoError) as caught:
        client.image_tag(source, target)

    assert str(caught.value).startswith(text)
    assert daemon.asked == []


@pytest.mark.parametrize("host", ["unix:///nowhere.sock", "tcp://127.0.0.1:1"])
def test_nobody_there_is_told_with_the_address(host: str) -> None:
    client = apiclient.new_client_with_opts(apiclient.with_host(host))

    with pytest.raises(GoError) as caught:
        client.ping()

    assert str(caught.value) == (
        f"Cannot connect to the Docker daemon at {host}. Is the docker daemon running?"
    )
    assert apiclient.is_err_connection_failed(caught.value)


def test_a_host_nobody_knows_is_told_with_what_was_tried() -> None:
    client = apiclient.new_client_with_opts(apiclient.with_host("tcp://nowhere.invalid:1"))

    with pytest.raises(GoError) as caught:
        client.ping()

    assert re.fullmatch(
        'error during connect: Get "http://nowhere.invalid:1/_ping": dial tcp: lookup '
        r"nowhere\.invalid( on \S+:53)?: no such host",
        str(caught.value),
    )


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("unix:///x/y.sock", ("unix", "/x/y.sock", "")),
        ("tcp://there:1/base", ("tcp", "there:1", "/base")),
        ("npipe:////./pipe/x", ("npipe", "//./pipe/x", "")),
    ],
)
def test_an_address_is_taken_apart(host: str, expected: Any) -> None:
    assert parse_host_url(host) == expected


def test_an_address_without_a_scheme_is_refused() -> None:
    with pytest.raises(GoError, match=r"^unable to parse docker host `x`$"):
        parse_host_url("x")


def test_the_environment_says_where_and_which_version(
    daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", daemon.host)
    monkeypatch.setenv("DOCKER_API_VERSION", "1.30")

    client = apiclient.new_client_with_opts(apiclient.from_env)

    assert client.daemon_host() == daemon.host
    assert client.get_api_path("/info") == "/v1.30/info"
