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
# What takes long to load; a module stands for all below it.
HEAVY = ("rich", "typer", "urllib3", "h11", "engine.daemon", "engine.api.server", "engine.cmd")
TELLING = ("narrator", "observer", "render", "lessons", "telling", "view", "trace_file")
NARRATOR = tuple(f"walkthrough.{name}" for name in TELLING)


def loaded_by(*words: str) -> set[str]:
    """Return what a run of `trace` has loaded at its end of HEAVY and NARRATOR."""
    program = (
        "import atexit, sys; sys.argv[0] = 'trace'\n"
        f"heavy = {HEAVY + NARRATOR!r}\n"
        "loaded = lambda one: any((name + '.').startswith(one + '.') for name in sys.modules)\n"
        "atexit.register(lambda: print(*filter(loaded, heavy)))\n"
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
    return set(run.stdout.splitlines()[-1].split())


def test_help_teaches(trace: Any, snapshot: Any) -> None:
    run = trace("--help")

    assert run.returncode == 0
    snapshot.assert_match(run.stdout, "help.txt")


def test_no_command_shows_the_help(trace: Any) -> None:
    run = trace()

    assert "trace demo" in run.stdout + run.stderr


def test_help_loads_typer_alone() -> None:
    assert loaded_by("--help") == {"typer"}


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("container", "create", "x"), id="container create"),
        pytest.param(("image", "load", "-i", os.devnull), id="image load"),
        pytest.param(("image", "import", os.devnull), id="image import"),
        pytest.param(("image", "pull", "x"), id="image pull"),
    ],
)
def test_a_silent_command_for_a_named_engine_loads_h11_alone(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert loaded_by("-H", f"unix://{tmp_path}/none.sock", *words) == {"h11"}


@pytest.mark.skipif(os.geteuid() != 0, reason="others start again in a user namespace")
def test_a_silent_create_with_an_engine_of_its_own_loads_no_narrator_and_no_registry_client(
    tmp_path: Path,
) -> None:
    root = f"{tmp_path}/root"

    loaded = loaded_by("--data-root", root, "container", "create", "--pull=never", "x")

    assert loaded == {"h11", "engine.daemon", "engine.api.server", "engine.cmd"}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        pytest.param(("--lang", "en", "-H", "{host}", "container", "create", "x"), 1, id="lang"),
        pytest.param(("--host={host}", "container", "create", "x"), 1, id="joined"),
        pytest.param(("-H", "{host}", "container", "create", "--trace", "x"), 1, id="told"),
        pytest.param(("-H", "{host}", "container", "create"), 1, id="no image"),
        pytest.param(("-H", "{host}", "container", "create", "--nope"), 125, id="wrong flag"),
        pytest.param(("-H",), 2, id="no host"),
        pytest.param(("create", "--depth=x", "x"), 2, id="wrong option of ours"),
        pytest.param(("-H", "{host}", "create", "--focus=nope", "x"), 2, id="no such step"),
        pytest.param(("-H", "{host}", "create", "--depth=2", "x"), 1, id="option of ours"),
        pytest.param(("demo", "now"), 2, id="a demo of what"),
        pytest.param(("container", "nope"), 2, id="no such command"),
    ],
)
def test_the_short_way_and_typers_end_alike(
    trace: Any, tmp_path: Path, words: tuple[str, ...], status: int
) -> None:
    host = f"unix://{tmp_path}/none.sock"

    run = trace(*(word.replace("{host}", host) for word in words))

    assert run.returncode == status
    assert "Traceback" not in run.stderr


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


def test_the_help_of_a_told_create_adds_our_options(trace: Any) -> None:
    run = trace("create", "--help")

    assert run.returncode == 0
    assert "Usage:  docker create [OPTIONS] IMAGE [COMMAND] [ARG...]" in run.stdout
    assert "\nOptions of the telling:\n      --depth N|all " in run.stdout
    assert "--focus" in trace("demo", "--help").stdout


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
        pytest.param("trace create --dep", "--depth", id="our option"),
        pytest.param("trace replay x --spe", "--speed", id="replay's flag"),
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
