"""A step is made to fail: the story tells how all is undone, and what is left is counted."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from walkthrough.demo import registry

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)
Create = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    with registry.serve() as reference:
        yield reference


@pytest.fixture(scope="module")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fail-at") / "root"


@pytest.fixture
def create(trace: Any, data_root: Path, image: str) -> Create:
    """Runs `trace create` with words before the demo image, which is there."""
    if not data_root.exists():
        pulled = trace("--data-root", str(data_root), "image", "pull", image)
        assert pulled.returncode == 0, pulled.stderr

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        made: subprocess.CompletedProcess[str]
        made = trace("--data-root", str(data_root), "create", *words, image)
        return made

    return run


def left(run: subprocess.CompletedProcess[str]) -> str:
    """Return what the end of the story says is left, on one line."""
    found = re.search(r"## What the command has left behind: (.*?)\n\n", run.stderr, re.DOTALL)
    assert found is not None, run.stderr[-2000:]
    return found.group(1).replace("\n## ", " ")


NOTHING = (
    "on disk 0 layers, 0 short names, 0 records of layers, 0 container directories, 0 volumes, "
    "0 mounts; in the engine 0 containers, 0 names, 0 known layers, 0 known volumes; "
    "in all: nothing"
)


@pytest.mark.parametrize(
    "step",
    [
        "Daemon.create",
        "Daemon.newContainer:after",
        "initMount",
        "init_mount:after",
        "Driver.createReadWrite:after",
        "setup_unix.setup",
        "save_mount",
        "create_rw_layer:after",
        "checkpoint_to:after",
        "local.Root.create:after",
        "copy_existing_contents",
        "daemon.create.register",
        "daemon.create.register.truncIndexAdd:after",
        "daemon.create.logContainerEvent",
    ],
)
def test_whatever_fails_in_the_engine_nothing_is_left(create: Create, step: str) -> None:
    run = create("--name=same", "-v=/srv", f"--fail-at={step}")

    assert (run.returncode, run.stdout) == (1, "")
    when = "after" if step.endswith(":after") else "before"
    assert re.search(rf"Error response from daemon: .*made to fail {when} ", run.stderr)
    assert left(run) == NOTHING
    assert "The telling stopped early" not in run.stderr


def test_a_step_of_the_client_can_fail_too(create: Create) -> None:
    run = create("--fail-at=Client.ContainerCreate:after")

    assert run.returncode == 1
    assert "\nmade to fail after container_create\n" in run.stderr
    # The engine knows nothing of it: the container is there.
    assert "1 container " in left(run)


@pytest.mark.parametrize("step", ["cli", "with_content_trust_from_env"])
def test_what_fails_before_the_command_line_is_read_is_an_error_like_others(
    create: Create, step: str
) -> None:
    run = create(f"--fail-at={step}")

    assert (run.returncode, run.stdout) == (1, "")
    assert re.search(r"^made to fail before \w+$", run.stderr, re.MULTILINE)
    assert left(run) == NOTHING
    assert "Traceback" not in run.stderr


def test_each_clean_up_is_told_with_what_it_takes_away(create: Create) -> None:
    run = create("--name=same", "-v=/srv", "--fail-at=Daemon.register", "--depth=all")

    undone = re.findall(r"↩ undo (\w+)", run.stderr)
    assert "cleanup_container" in undone
    told = run.stderr[run.stderr.index("↩ undo cleanup_container") :]
    for gone in (r"- overlay2/\w{12}…/", r"- containers/\w{12}…/", r"- volumes/\w{12}…/"):
        assert re.search(gone, told), gone


def test_the_story_of_a_failure(
    create: Create, steady: Callable[[str], str], snapshot: Any
) -> None:
    run = create("--name=same", "--fail-at=save_mount", "--only=layer")

    story = run.stderr[run.stderr.index("create_rw_layer  [layer]") :]
    story = re.sub(r"^([│ ]*)\d+ (?=[A-Za-z_.]+[ (])", r"\1N ", steady(story), flags=re.MULTILINE)
    snapshot.assert_match(re.sub(r"([✗→]) \d+ ", r"\1 N ", story), "story.txt")


@pytest.mark.parametrize(
    ("step", "counted"),
    [
        pytest.param("init_mount", "0 layers, 0 short names, 0 records", id="nothing made yet"),
        pytest.param("setup_unix.setup", "1 layer ({}-init), 1 short name", id="filling it"),
        pytest.param("driverPut:after", "1 layer ({}-init), 1 short name", id="unmounting it"),
        pytest.param("init_mount:after", "1 layer ({}-init), 1 short name", id="next layer"),
        pytest.param("save_mount", "2 layers ({}, {}-init), 2 short names", id="saving"),
        pytest.param("create_rw_layer:after", "0 layers, 0 short names", id="the caller cleans up"),
    ],
)
def test_as_20_10_leaves_what_20_10_leaves(
    create: Create, data_root: Path, step: str, counted: str
) -> None:
    if step.startswith("driverPut"):
        step = "overlay2.mounted.put:after"

    run = create("--as-20.10", f"--fail-at={step}")

    wanted = re.escape(counted).replace(r"\{\}", r"overlay2/\w{12}…")
    assert re.search(wanted, left(run)), left(run)
    orphans = "The engine sweeps it up when it starts without --as-20.10." in run.stderr
    assert orphans == (not counted.startswith("0"))
    # And so it does; a run with the old behaviour did not.
    clean = create("--fail-at=Daemon.create")
    assert left(clean) == NOTHING
    layers = {path.name for path in (data_root / "overlay2").iterdir()} - {"l"}
    of_images = {
        path.read_text() for path in data_root.glob("image/overlay2/layerdb/sha256/*/cache-id")
    }
    in_use = {path.read_text() for path in data_root.glob("image/overlay2/layerdb/mounts/*/*-id")}
    assert layers == of_images | in_use


def test_a_step_that_is_not_reached_is_told(create: Create) -> None:
    run = create("--fail-at=daemon.create.cleanupContainer")

    assert run.returncode == 0
    assert "--fail-at: cleanup_container was not reached" in run.stderr


def test_a_step_after_which_nothing_comes_is_told(create: Create) -> None:
    run = create("--fail-at=cli:after")

    assert run.returncode == 0
    assert "--fail-at: docker does nothing after main, so nothing was made" in run.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["--fail-at=create"], "'create' may be any of these:\n", id="ambiguous"),
        pytest.param(["--fail-at=crate_rw_layer"], "is it one of these?\n", id="misspelt"),
        pytest.param(["--fail-at=init_mount:now"], "is not STEP, STEP:before or", id="moment"),
    ],
)
def test_a_wrong_step_is_refused_before_anything_is_done(
    trace: Any, tmp_path: Path, words: list[str], message: str
) -> None:
    run = trace("--data-root", str(tmp_path / "root"), "create", *words, "busybox")

    assert run.returncode == 2
    assert run.stderr.startswith("trace: --fail-at: ")
    assert message in run.stderr
    assert not (tmp_path / "root").exists()


def test_a_step_of_an_engine_elsewhere_cannot_fail_here(trace: Any, tmp_path: Path) -> None:
    run = trace("-H", f"unix://{tmp_path}/none.sock", "create", "--fail-at=init_mount", "busybox")

    assert run.returncode == 2
    assert "--fail-at: init_mount is a step of the engine, which is another" in run.stderr


def test_an_engine_elsewhere_is_what_it_is(trace: Any, tmp_path: Path) -> None:
    run = trace("-H", f"unix://{tmp_path}/none.sock", "create", "--as-20.10", "busybox")

    assert run.returncode == 2
    assert "--as-20.10: the engine is elsewhere" in run.stderr
