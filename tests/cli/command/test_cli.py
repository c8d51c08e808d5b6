from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.command_line import Docker
from tests.fake_daemon import FakeDaemon

UNREACHABLE = "unix:///nowhere/docker.sock"
NO_DAEMON = "Cannot connect to the Docker daemon at {}. Is the docker daemon running?\n"


def settings(home: Path, **values: object) -> Path:
    path = home / ".docker/config.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(values))
    return path


def store_context(home: Path, name: str, host: str) -> None:
    folder = home / ".docker/contexts/meta" / sha256(name.encode()).hexdigest()
    folder.mkdir(parents=True)
    meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": {"Host": host}}}
    (folder / "meta.json").write_text(json.dumps(meta))


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (["-H", "a", "-H", "b"], "unable to resolve docker endpoint: Please specify only one -H"),
        (
            ["-c", "x", "-H", "a"],
            "Conflicting options: either specify --host or --context, not both",
        ),
        (["-c", "x"], 'unable to resolve docker endpoint: context "x" does not exist'),
        (
            ["-H", "foo://x"],
            "unable to resolve docker endpoint: Invalid bind address format: foo://x",
        ),
        (
            ["--tlscacert", "/nowhere/ca.pem", "--tls"],
            "unable to resolve docker endpoint: open /nowhere/ca.pem: no such file or directory",
        ),
    ],
    ids=["two-hosts", "host-and-context", "unknown-context", "unknown-scheme", "no-certificate"],
)
def test_a_daemon_that_cannot_be_named_is_an_error(
    alone: Docker, argv: list[str], text: str
) -> None:
    said = alone(*argv, "create", "x")

    assert said == (1, "", f"{text}\n")


def test_the_environment_names_the_daemon(alone: Docker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", UNREACHABLE)

    said = alone("create", "x")

    assert said.err == NO_DAEMON.format(UNREACHABLE)


def test_a_context_of_the_settings_names_the_daemon(alone: Docker, home: Path) -> None:
    store_context(home, "far", UNREACHABLE)
    settings(home, currentContext="far")

    said = alone("create", "x")

    assert said.err == NO_DAEMON.format(UNREACHABLE)


def test_a_host_in_the_environment_beats_the_context_of_the_settings(
    alone: Docker, home: Path, daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_context(home, "far", UNREACHABLE)
    settings(home, currentContext="far")
    monkeypatch.setenv("DOCKER_HOST", daemon.host)

    said = alone("create", "x")

    assert said.status == 0


def test_a_context_that_is_gone_is_told_with_the_file_that_names_it(
    alone: Docker, home: Path
) -> None:
    path = settings(home, currentContext="gone")

    said = alone("create", "x")

    assert said.err == (
        'Current context "gone" is not found on the file system, please check your config file '
        f"at {path}\n"
    )


def test_ssh_is_refused_as_nothing_here_speaks_it(alone: Docker) -> None:
    said = alone("-H", "ssh://me@there", "create", "x")

    assert said == (1, "", "connecting over ssh is not supported: ssh://me@there\n")


def test_the_first_question_is_what_the_daemon_speaks(docker: Docker, daemon: FakeDaemon) -> None:
    docker("create", "x")

    assert daemon.targets(pings=True) == [
        "HEAD /_ping",
        "POST /v1.41/containers/create",
    ]


def test_a_version_in_the_environment_is_final(
    docker: Docker, daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_API_VERSION", "1.30")

    docker("create", "x")

    assert daemon.targets() == ["POST /v1.30/containers/create"]


def test_a_newer_daemon_is_spoken_to_in_our_version(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.ping_headers["Api-Version"] = "1.47"

    docker("create", "x")

    assert daemon.targets() == ["POST /v1.41/containers/create"]


def test_requests_carry_our_name_and_the_users_headers(
    docker: Docker, daemon: FakeDaemon, home: Path
) -> None:
    settings(home, HttpHeaders={"x-meta": "1", "User-Agent": "mine"})

    docker("create", "x")

    headers = dict(daemon.asked[-1].headers)
    assert headers["User-Agent"] == "Docker-Client/20.10.13 (linux)"
    assert headers["X-Meta"] == "1"


@pytest.mark.parametrize(
    ("text", "trusted"),
    [("", False), ("0", False), ("false", False), ("1", True), ("T", True), ("maybe", True)],
)
def test_content_trust_is_on_unless_it_is_said_to_be_off(
    docker: Docker, monkeypatch: pytest.MonkeyPatch, text: str, trusted: bool
) -> None:
    monkeypatch.setenv("DOCKER_CONTENT_TRUST", text)

    said = docker("create", "--help")

    assert ("Skip image verification (default true)" in said.out) is not trusted
