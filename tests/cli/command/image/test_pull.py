from __future__ import annotations

import pytest

from tests.command_line import Docker
from tests.fake_daemon import Answer, FakeDaemon
from tests.support import registries

PULLED = Answer(
    200,
    b'{"status":"Pulling from library/busybox","id":"latest"}\r\n'
    b'{"status":"Status: Downloaded newer image for busybox:latest"}\r\n',
)


@pytest.fixture(autouse=True)
def pulled(daemon: FakeDaemon) -> None:
    daemon.will_answer("/images/create", PULLED)


def test_a_name_alone_means_latest_and_says_so(docker: Docker, daemon: FakeDaemon) -> None:
    said = docker("pull", "busybox")

    assert said.out == (
        "Using default tag: latest\n"
        "latest: Pulling from library/busybox\n"
        "Status: Downloaded newer image for busybox:latest\n"
        "docker.io/library/busybox:latest\n"
    )
    assert daemon.targets()[-1] == "POST /v1.41/images/create?fromImage=busybox&tag=latest"


def test_quiet_leaves_only_the_full_name(docker: Docker) -> None:
    said = docker("image", "pull", "-q", "busybox")

    assert said == (0, "docker.io/library/busybox:latest\n", "")


def test_all_tags_sends_no_tag(docker: Docker, daemon: FakeDaemon) -> None:
    docker("pull", "-a", "--platform", "Linux/AMD64", "registry.test/x")

    assert daemon.targets()[-1] == (
        "POST /v1.41/images/create?fromImage=registry.test%2Fx&platform=linux%2Famd64"
    )


def test_all_tags_and_one_tag_contradict_each_other(docker: Docker) -> None:
    said = docker("pull", "-a", "busybox:1")

    assert said == (1, "", "tag can't be used with --all-tags/-a\n")


def test_a_digest_needs_no_trust(
    docker: Docker, daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONTENT_TRUST", "1")

    said = docker("pull", "registry.test/x@sha256:" + 64 * "a")

    assert said.status == 0
    assert daemon.targets()[-1].endswith("&tag=sha256%3A" + 64 * "a")


def test_with_content_trust_nothing_is_pulled_unchecked(
    docker: Docker, daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONTENT_TRUST", "1")
    monkeypatch.setenv("DOCKER_CONTENT_TRUST_SERVER", "https://127.0.0.1:1")

    said = docker("pull", "registry.test/x:1")

    assert said.err == (
        "Error: error contacting notary server: dial tcp 127.0.0.1:1: connect: connection refused\n"
    )
    assert daemon.targets() == []


def test_a_notary_server_that_speaks_no_tls_is_told(
    docker: Docker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with registries.raw_server(b"HTTP/1.1 400 Bad Request\r\n\r\n") as address:
        monkeypatch.setenv("DOCKER_CONTENT_TRUST_SERVER", f"https://{address}")

        said = docker("pull", "--disable-content-trust=false", "registry.test/x:1")

    assert said.err == (
        "Error: error contacting notary server: "
        "tls: first record does not look like a TLS handshake\n"
    )


def test_a_notary_address_without_encryption_is_refused(
    docker: Docker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONTENT_TRUST", "1")
    monkeypatch.setenv("DOCKER_CONTENT_TRUST_SERVER", "http://notary.test")

    said = docker("pull", "registry.test/x:1")

    assert said.err == (
        "error establishing connection to trust repository: valid https URL required for trust "
        "server, got http://notary.test\n"
    )


def test_a_registry_that_wants_a_password_cannot_ask_a_pipe(
    docker: Docker, daemon: FakeDaemon
) -> None:
    daemon.will_answer("/images/create", Answer(401, {"message": "who are you"}))

    said = docker("pull", "registry.test/x:1")

    assert said.status == 1
    assert said.out == "\nPlease login prior to pull:\n"
    assert said.err == "Error: Cannot perform an interactive login from a non TTY device\n"
