from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.command_line import Docker


@pytest.fixture
def candidates(
    alone: Docker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Ask as bash does: the words so far, the last one perhaps not finished."""

    def ask(line: str) -> list[str]:
        words = line.split(" ")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setenv("_DOCKER_COMPLETE", "complete_bash")
        assert alone().status == 0
        return capsys.readouterr().out.split()

    return ask


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("docker ", ["container", "create", "image", "import", "load", "pull"]),
        ("docker con", ["container"]),
        ("docker container ", ["create"]),
        ("docker -D -H x image l", ["load"]),
        ("docker create --cap", ["--cap-add", "--cap-drop"]),
        ("docker container create --rm -v a:b --mac", ["--mac-address"]),
        ("docker pull --all", ["--all-tags"]),
        ("docker --tlsc", ["--tlscacert", "--tlscert"]),
    ],
)
def test_the_shell_is_offered(
    candidates: Callable[[str], list[str]], line: str, expected: Any
) -> None:
    assert candidates(line) == expected


def test_flags_that_help_hides_are_not_offered(candidates: Callable[[str], list[str]]) -> None:
    assert "--net" not in candidates("docker create --ne")


def test_the_script_for_bash_asks_this_program(
    alone: Docker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_DOCKER_COMPLETE", "source_bash")

    said = alone()

    assert said.status == 0
    assert "complete -o default -F _docker_completion docker" in capsys.readouterr().out


def test_a_shell_nobody_knows_is_refused(
    alone: Docker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_DOCKER_COMPLETE", "complete_rc")

    assert alone().status == 1
    assert "rc not supported" in capsys.readouterr().err
