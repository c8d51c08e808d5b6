from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Docker, SnapshotLike
from tests.fake_daemon import Answer, FakeDaemon

SHOWN = [
    ("root-help", ["--help"]),
    ("container-help", ["container", "--help"]),
    ("image-help", ["image", "--help"]),
    ("help-of-a-command", ["help", "image", "pull"]),
    ("load-help", ["load", "--help"]),
    ("import-help", ["image", "import", "--help"]),
    ("unknown-command", ["foo"]),
    ("unknown-command-below", ["container", "foo"]),
    ("unknown-help-topic", ["help", "foo"]),
    ("unknown-help-topic-below", ["help", "create", "foo"]),
    ("nothing", []),
    ("management-command-alone", ["image"]),
    ("global-flag-unknown", ["--nope"]),
    ("flag-of-a-management-command-unknown", ["container", "--nope"]),
    ("letter-of-help", ["image", "-h"]),
    ("letter-of-global-help", ["-h"]),
    ("version", ["--version"]),
    ("log-level", ["--log-level", "foo", "create", "x"]),
    ("too-many-arguments", ["pull", "a", "b"]),
    ("no-arguments-wanted", ["load", "a"]),
]


@pytest.mark.parametrize(("name", "argv"), SHOWN, ids=[name for name, _ in SHOWN])
def test_the_command_line_shows(
    docker: Docker, snapshot: SnapshotLike, home: Path, name: str, argv: list[str]
) -> None:
    said = docker(*argv)

    shown = f"--- out\n{said.out}--- err\n{said.err}--- exit status {said.status}\n"
    snapshot.assert_match(shown.replace(str(home), "/root"), f"{name}.golden")


def test_help_leaves_out_what_the_daemon_is_too_old_for(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.ping_headers["Api-Version"] = "1.24"

    said = docker("create", "--help")

    assert "--init" not in said.out
    assert "--platform" not in said.out
    assert "--memory " in said.out


def test_help_leaves_out_what_is_for_another_system(docker: Docker) -> None:
    said = docker("create", "--help")

    assert "--cpu-count" not in said.out


def test_flags_that_an_old_daemon_lacks_are_refused_before_arguments_are_counted(
    docker: Docker, daemon: FakeDaemon
) -> None:
    daemon.ping_headers["Api-Version"] = "1.24"

    said = docker("create", "--init", "--stop-timeout", "1")

    assert said == (
        1,
        "",
        '"--init" requires API version 1.25, but the Docker daemon API version is 1.24\n'
        '"--stop-timeout" requires API version 1.25, but the Docker daemon API version is 1.24\n',
    )


def test_an_unsupported_flag_is_told_instead_of_a_wrong_one(
    docker: Docker, daemon: FakeDaemon
) -> None:
    daemon.ping_headers["Api-Version"] = "1.24"

    said = docker("create", "--init", "--nope")

    assert said.status == 1
    assert said.err.startswith('"--init" requires API version 1.25')


def test_legacy_commands_can_be_kept_out_of_help(
    docker: Docker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HIDE_LEGACY_COMMANDS", "1")

    said = docker("--help")

    assert "  create " not in said.out
    assert "  container " in said.out


@pytest.mark.parametrize(
    ("settings", "argv", "text"),
    [
        (
            '{"aliases":{"x":"y"}}',
            ["create", "x"],
            'Not allowed to alias "x". Allowed aliases: '
            'map[string]struct {}{"builder":struct {}{}}',
        ),
        (
            '{"aliases":{"builder":"create"}}',
            ["create", "x"],
            'Not allowed to alias with builtin "create" as target',
        ),
        (
            '{"aliases":{"builder":"buildx"}}',
            ["build", "."],
            "docker: 'buildx' is not a docker command.\nSee 'docker --help'",
        ),
        (
            '{"aliases":{"builder":"buildx"}}',
            ["image", "build", "."],
            "docker: 'buildx' is not a docker command.\nSee 'docker --help'",
        ),
    ],
    ids=["another-word", "a-builtin", "build", "image-build"],
)
def test_aliases_are_for_the_builder_only(
    docker: Docker, home: Path, settings: str, argv: list[str], text: str
) -> None:
    (home / ".docker").mkdir()
    (home / ".docker/config.json").write_text(settings)

    said = docker(*argv)

    assert said == (1, "", f"{text}\n")


def test_a_status_of_zero_still_fails(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer("/containers/create", Answer(500, b"", {}))

    said = docker("create", "x")

    assert said.status == 1
    assert "request returned Internal Server Error for API route and version http://" in said.err
