"""The command line itself: what it says, what it loads, and what it hands to docker."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("rich.console", "walkthrough.narrator", "walkthrough.observer", "engine.daemon.daemon")


def loaded_by(*words: str) -> set[str]:
    """Return the heavy modules that a run of `trace` has loaded at its end."""
    program = (
        "import atexit, sys; sys.argv[0] = 'trace'\n"
        f"atexit.register(lambda: print([m for m in {HEAVY!r} if m in sys.modules]))\n"
        "from walkthrough.main import main; main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return set(eval(run.stdout.splitlines()[-1]))


def test_help_teaches(trace: Any, snapshot: Any) -> None:
    run = trace("--help")

    assert run.returncode == 0
    snapshot.assert_match(run.stdout, "help.txt")


def test_no_command_shows_the_help(trace: Any) -> None:
    run = trace()

    assert "trace demo" in run.stdout + run.stderr


def test_help_loads_nothing_heavy() -> None:
    assert loaded_by("--help") == set()


def test_a_silent_create_against_a_named_engine_loads_no_narrator_and_no_daemon(
    tmp_path: Path,
) -> None:
    assert loaded_by("-H", f"unix://{tmp_path}/none.sock", "container", "create", "x") == set()


def test_an_engine_that_is_not_there_is_reported_as_docker_does(trace: Any, tmp_path: Path) -> None:
    run = trace("-H", f"unix://{tmp_path}/none.sock", "container", "create", "busybox")

    assert run.returncode == 1
    assert run.stderr.startswith(f"Cannot connect to the Docker daemon at unix://{tmp_path}/none")


def test_docker_host_names_an_engine_too(trace: Any, tmp_path: Path) -> None:
    run = trace("container", "create", "busybox", DOCKER_HOST=f"unix://{tmp_path}/none.sock")

    assert run.stderr.startswith(f"Cannot connect to the Docker daemon at unix://{tmp_path}/none")


def test_wrong_flags_are_dockers_own_affair(trace: Any, tmp_path: Path) -> None:
    host = f"unix://{tmp_path}/none.sock"

    run = trace("-H", host, "container", "create", "--no-such-flag", "busybox")

    assert run.returncode == 125
    assert run.stderr == ("unknown flag: --no-such-flag\nSee 'docker container create --help'.\n")


def test_the_help_of_create_is_dockers_and_needs_no_engine(trace: Any) -> None:
    run = trace("container", "create", "--help")

    assert run.returncode == 0
    assert "Usage:  docker container create [OPTIONS] IMAGE [COMMAND] [ARG...]" in run.stdout


def test_an_unknown_language_is_refused(trace: Any) -> None:
    run = trace("--lang", "tlh", "demo")

    assert run.returncode == 2
    assert "none of en, zh" in run.stderr


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param("trace cr", "create", id="command"),
        pytest.param("trace --da", "--data-root", id="global flag"),
        pytest.param("trace create --workd", "--workdir", id="docker's flag"),
        pytest.param("trace container create --tra", "--trace", id="our flag"),
        pytest.param("trace daemon --exec", "--exec-root", id="daemon's flag"),
    ],
)
def test_tab_completes(trace: Any, words: str, offered: str) -> None:
    run = trace(
        _TRACE_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split(" ")) - 1),
    )

    assert offered in run.stdout.split()


def test_tab_completes_the_images_that_are_there(trace: Any, tmp_path: Path) -> None:
    folder = tmp_path / "image" / "overlay2"
    folder.mkdir(parents=True)
    names = {"busybox": {"busybox:latest": "sha256:1", "busybox@sha256:2": "sha256:1"}}
    (folder / "repositories.json").write_text(json.dumps({"Repositories": names}))
    words = f"trace --data-root {tmp_path} create bus"

    run = trace(_TRACE_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD="4")

    assert run.stdout.split() == ["busybox:latest"]
