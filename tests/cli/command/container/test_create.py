from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Docker, SnapshotLike
from tests.fake_daemon import CONTAINER_ID, Answer, FakeDaemon

MISSING = Answer(404, {"message": "No such image: busybox:latest"})
CREATED = Answer(201, {"Id": CONTAINER_ID, "Warnings": []})
PULLED = Answer(
    200,
    b'{"status":"Pulling from library/busybox","id":"latest"}\r\n'
    b'{"status":"Downloading","progressDetail":{"current":1,"total":2},"id":"abc"}\r\n'
    b'{"status":"Status: Downloaded newer image for busybox:latest"}\r\n',
)
TOLD = [
    ("localhost-dns", ["--dns=127.0.0.11"]),
    ("localhost-dns-ipv6", ["--dns=::1"]),
    ("two-localhost-dns", ["--dns=::1", "--dns=127.0.0.1"]),
    ("oom-kill-disable", ["--oom-kill-disable"]),
    ("conflict", ["--rm", "--restart=always"]),
    ("text-with-a-full-stop", ["--security-opt", "x."]),
    ("bad-value", ["--pid=foo"]),
    ("bad-flag", ["--nope"]),
    ("bad-letter", ["-Z"]),
    ("bad-flag-value", ["-m", "x"]),
    ("windows-only", ["--cpu-count=3", "--cpu-percent=1"]),
    ("bad-platform", ["--platform=x/y/z/w"]),
]


def test_only_the_id_goes_to_standard_output(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer(
        "/containers/create", Answer(201, {"Id": CONTAINER_ID, "Warnings": ["mind the gap"]})
    )

    said = docker("create", "busybox", "true")

    assert said == (0, f"{CONTAINER_ID}\n", "WARNING: mind the gap\n")


@pytest.mark.parametrize("words", [("create",), ("container", "create")], ids=["old", "new"])
def test_both_spellings_send_the_same_request(
    docker: Docker, daemon: FakeDaemon, words: Any
) -> None:
    docker(*words, "--name", "x", "busybox", "true")

    assert daemon.targets() == ["POST /v1.41/containers/create?name=x"]
    assert daemon.bodies()[0]["Cmd"] == ["true"]


def test_flags_behind_the_image_belong_to_the_command(docker: Docker, daemon: FakeDaemon) -> None:
    docker("create", "-i", "busybox", "ls", "-t", "--rm")

    assert daemon.bodies()[0]["Cmd"] == ["ls", "-t", "--rm"]
    assert daemon.bodies()[0]["Tty"] is False


def test_the_image_is_sent_as_it_was_typed(docker: Docker, daemon: FakeDaemon) -> None:
    docker("create", "busybox", "true")

    assert daemon.bodies()[0]["Image"] == "busybox"


@pytest.mark.parametrize(("name", "argv"), TOLD, ids=[name for name, _ in TOLD])
def test_create_tells_on_stderr(
    docker: Docker, snapshot: SnapshotLike, name: str, argv: list[str]
) -> None:
    said = docker("create", *argv, "busybox")

    snapshot.assert_match(f"{said.err}exit status {said.status}\n", f"{name}.golden")


def test_a_create_without_an_image_tells_how_it_is_called(
    docker: Docker, snapshot: SnapshotLike
) -> None:
    said = docker("container", "create")

    assert (said.status, said.out) == (1, "")
    snapshot.assert_match(said.err, "no-image.golden")


def test_memory_makes_disabling_the_oom_killer_harmless(docker: Docker) -> None:
    said = docker("create", "--oom-kill-disable", "-m", "10m", "busybox")

    assert said.err == ""


def test_a_missing_image_is_pulled_and_the_request_repeated_once(
    docker: Docker, daemon: FakeDaemon
) -> None:
    daemon.will_answer("/containers/create", MISSING, CREATED)
    daemon.will_answer("/images/create", PULLED)

    said = docker("create", "--platform", "linux/amd64", "busybox", "true")

    assert said.out == f"{CONTAINER_ID}\n"
    assert said.err == (
        "Unable to find image 'busybox:latest' locally\n"
        "latest: Pulling from library/busybox\n"
        "Status: Downloaded newer image for busybox:latest\n"
    )
    assert daemon.targets() == [
        "POST /v1.41/containers/create?platform=linux%2Famd64",
        "GET /v1.41/info",
        "POST /v1.41/images/create?fromImage=busybox&platform=linux%2Famd64&tag=latest",
        "POST /v1.41/containers/create?platform=linux%2Famd64",
    ]


def test_an_image_still_missing_after_the_pull_is_an_error(
    docker: Docker, daemon: FakeDaemon
) -> None:
    daemon.will_answer("/containers/create", MISSING)
    daemon.will_answer("/images/create", PULLED)

    said = docker("create", "busybox")

    assert said.status == 1
    assert said.err.endswith("Error response from daemon: No such image: busybox:latest\n")
    assert len(daemon.targets()) == 4


def test_a_pull_that_fails_half_way_ends_the_command(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer("/containers/create", MISSING)
    daemon.will_answer(
        "/images/create", Answer(200, b'{"errorDetail":{"message":"boom"},"error":"boom"}\r\n')
    )

    said = docker("create", "registry.test/busybox")

    assert said == (1, "", "Unable to find image 'registry.test/busybox:latest' locally\nboom\n")


@pytest.mark.parametrize("policy", ["never", "sometimes"])
def test_other_words_than_missing_do_not_pull(
    docker: Docker, daemon: FakeDaemon, policy: str
) -> None:
    daemon.will_answer("/containers/create", MISSING)

    said = docker("create", "--pull", policy, "busybox")

    assert said.err == "Error response from daemon: No such image: busybox:latest\n"
    assert len(daemon.targets()) == 1


def test_pull_always_pulls_before_it_asks(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer("/images/create", PULLED)

    docker("create", "--pull=always", "localhost:5000/x@sha256:" + 64 * "a")

    assert [target.partition("?")[0] for target in daemon.targets()] == [
        "POST /v1.41/images/create",
        "POST /v1.41/containers/create",
    ]


def test_an_id_is_never_pulled(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer("/containers/create", Answer(404, {"message": "No such image: x"}))

    said = docker("create", 64 * "a")

    assert said == (1, "", "Error response from daemon: No such image: x\n")


def test_a_pull_sends_the_stored_password(docker: Docker, daemon: FakeDaemon, home: Path) -> None:
    (home / ".docker").mkdir()
    (home / ".docker/config.json").write_text('{"auths":{"registry.test":{"auth":"bWU6c2VjcmV0"}}}')
    daemon.will_answer("/images/create", PULLED)

    docker("create", "--pull=always", "registry.test/busybox")

    header = dict(daemon.asked[1].headers)["X-Registry-Auth"]
    expected = '{"username":"me","password":"secret","serveraddress":"registry.test"}'
    assert base64.urlsafe_b64decode(header).decode() == expected


def test_an_old_daemon_is_not_told_the_platform(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.ping_headers["Api-Version"] = "1.40"

    docker("create", "--platform", "linux/amd64", "busybox")

    assert daemon.targets() == ["POST /v1.40/containers/create"]


def test_proxies_of_the_settings_join_the_users_variables(
    docker: Docker, daemon: FakeDaemon, home: Path
) -> None:
    (home / ".docker").mkdir()
    (home / ".docker/config.json").write_text(
        '{"proxies":{"default":{"httpProxy":"http://p","noProxy":"a,b"}}}'
    )

    docker("create", "-e", "A=1", "-e", "http_proxy=mine", "-e", "A=2", "busybox")

    assert daemon.bodies()[0]["Env"] == [
        "A=2",
        "http_proxy=mine",
        "HTTP_PROXY=http://p",
        "NO_PROXY=a,b",
        "no_proxy=a,b",
    ]


def test_the_cidfile_holds_the_id_and_no_newline(docker: Docker, tmp_path: Path) -> None:
    path = tmp_path / "cid"

    docker("create", "--cidfile", str(path), "busybox")

    assert path.read_text() == CONTAINER_ID


def test_no_cidfile_is_left_when_there_is_no_container(
    docker: Docker, daemon: FakeDaemon, tmp_path: Path
) -> None:
    daemon.will_answer("/containers/create", Answer(500, {"message": "no"}))
    path = tmp_path / "cid"

    docker("create", "--cidfile", str(path), "busybox")

    assert not path.exists()


def test_an_existing_cidfile_is_refused_before_anything_is_sent(
    docker: Docker, daemon: FakeDaemon, tmp_path: Path
) -> None:
    path = tmp_path / "cid"
    path.write_text("old")

    said = docker("create", "--cidfile", str(path), "busybox")

    assert said.err == (
        f"Container ID file found, make sure the other container isn't running or delete {path}\n"
    )
    assert daemon.targets() == []
    assert path.read_text() == "old"


def test_a_cidfile_that_cannot_be_made_is_reported_in_gos_words(
    docker: Docker, tmp_path: Path
) -> None:
    path = tmp_path / "nowhere" / "cid"

    said = docker("create", "--cidfile", str(path), "busybox")

    assert said.err == (
        f"Failed to create the container ID file: open {path}: no such file or directory\n"
    )


def test_bytes_that_are_no_utf8_come_back_as_they_were(docker: Docker) -> None:
    word = os.fsdecode(b"\xff")

    said = docker("create", "--add-host", f"a:{word}", "busybox")

    assert said.status == 125
    assert said.err.startswith('invalid argument "a:\\xff" for "--add-host" flag: ')


@pytest.mark.parametrize(
    ("image", "text"),
    [
        ("", "invalid reference format"),
        ("A", "invalid reference format: repository name must be lowercase"),
        ("a:", "invalid reference format"),
    ],
)
def test_an_image_that_is_no_reference_is_never_sent(
    docker: Docker, daemon: FakeDaemon, image: str, text: str
) -> None:
    said = docker("create", image)

    assert said == (1, "", f"{text}\n")
    assert daemon.targets() == []


def test_content_trust_without_a_notary_creates_nothing(
    docker: Docker, daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONTENT_TRUST", "1")
    monkeypatch.setenv("DOCKER_CONTENT_TRUST_SERVER", "https://127.0.0.1:1")

    said = docker("create", "busybox")

    assert said.err == (
        "Error: error contacting notary server: dial tcp 127.0.0.1:1: connect: connection refused\n"
    )
    assert [target for target in daemon.targets() if "create" in target] == []


def test_content_trust_can_be_turned_off_for_one_command(
    docker: Docker, daemon: FakeDaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONTENT_TRUST", "1")

    said = docker("create", "--disable-content-trust", "busybox")

    assert said.status == 0


def test_a_daemon_that_is_not_there_is_told_as_go_tells_it(alone: Docker, tmp_path: Path) -> None:
    said = alone("-H", f"unix://{tmp_path}/none.sock", "create", "busybox")

    assert said.err == (
        f"Cannot connect to the Docker daemon at unix://{tmp_path}/none.sock. "
        "Is the docker daemon running?\n"
    )
