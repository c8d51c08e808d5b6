"""Real creates, silent and told, in an engine of their own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.support import answering
from walkthrough.demo import registry
from walkthrough.demo.tour import tree
from walkthrough.sides import SIDES

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)

ID = re.compile(r"[0-9a-f]{64}\n")


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    """The reference of the demo image, while its registry serves it."""
    with registry.serve() as reference:
        yield reference


@pytest.fixture
def data_root(tmp_path: Path) -> Path:
    return tmp_path / "root"


@pytest.fixture
def with_image(trace: Any, data_root: Path, image: str) -> str:
    """The demo image is in the data-root already."""
    pulled = trace("--data-root", str(data_root), "image", "pull", image)
    assert pulled.returncode == 0, pulled.stderr
    return image


def mounts_below(path: Path) -> list[str]:
    lines = Path("/proc/self/mounts").read_text().splitlines()
    return [line for line in lines if line.split()[1].startswith(f"{path}/")]


def test_a_silent_create_prints_the_id_alone(trace: Any, data_root: Path, with_image: str) -> None:
    run = trace("--data-root", str(data_root), "container", "create", with_image)

    assert (run.returncode, run.stderr) == (0, "")
    assert ID.fullmatch(run.stdout)
    assert mounts_below(data_root) == []


def test_a_told_create_prints_the_id_alone_to_stdout(
    trace: Any, data_root: Path, with_image: str
) -> None:
    run = trace("--data-root", str(data_root), "create", "-v", "/data", with_image)

    assert run.returncode == 0, run.stderr
    assert ID.fullmatch(run.stdout)
    assert "The telling stopped early" not in run.stderr
    assert "\x1b" not in run.stderr


def test_the_flag_trace_turns_the_narration_on(
    trace: Any, data_root: Path, with_image: str
) -> None:
    run = trace("--data-root", str(data_root), "container", "create", "--trace", with_image)

    assert ID.fullmatch(run.stdout)
    assert "Two layers are made, not one" in run.stderr


def test_watching_does_not_alter_what_is_done(
    trace: Any, tmp_path: Path, image: str, steady: Any
) -> None:
    trees = []
    for kind in (("create",), ("container", "create")):
        root = tmp_path / kind[0]
        words = ("--name=same", "-v=/srv/kept", "-v=named:/data", "-w=/new/dir", image)

        run = trace("--data-root", str(root), *kind, *words)

        assert run.returncode == 0, run.stderr
        lines = (re.sub(r"/work/#\w+$", "/work/#<inode>", line) for line in tree(root))
        trees.append(sorted(steady(line) for line in lines))
    assert trees[0] == trees[1]


def test_a_create_that_fails_tells_the_clean_up_and_leaves_nothing(
    trace: Any, data_root: Path, with_image: str
) -> None:
    before = set(tree(data_root))

    run = trace("--data-root", str(data_root), "create", "-v=/etc/passwd", with_image)

    assert (run.returncode, run.stdout) == (1, "")
    assert "cannot mount volume over existing file" in run.stderr
    first_error = re.search(r"✗ (\d+ )?raised GoError", run.stderr)
    assert first_error is not None
    assert first_error.start() < run.stderr.index("Undo what was made")
    new = {line.split("  ")[1] for line in set(tree(data_root)) - before}
    # As with dockerd, a layer stays marked that once was a parent, and an empty directory.
    assert {name for name in new if not name.endswith(("/committed", "/mounts/"))} == set()
    assert mounts_below(data_root) == []


def test_a_missing_image_is_pulled_in_the_story(trace: Any, data_root: Path, image: str) -> None:
    run = trace("--data-root", str(data_root), "create", image)

    assert ID.fullmatch(run.stdout)
    assert f"Unable to find image '{image}' locally\n" in run.stderr
    assert "Ask, pull if it is missing, ask once more" in run.stderr
    assert f"Status: Downloaded newer image for {image}\n" in run.stderr


def test_the_story_keeps_to_eighty_columns(trace: Any, data_root: Path, with_image: str) -> None:
    run = trace("--data-root", str(data_root), "create", with_image)

    wide = [line for line in run.stderr.splitlines() if len(line) > 80]
    assert [line for line in wide if "https://" not in line] == []


def test_the_demo_shows_every_part_and_what_is_on_disk(trace: Any, data_root: Path) -> None:
    run = trace("--data-root", str(data_root), "demo")

    assert run.returncode == 0, run.stderr
    assert ID.fullmatch(run.stdout)
    for part in (
        "Unable to find image",
        "A volume is a directory",
        "Copy what the volume would hide",
        "A missing working directory is made",
        "What is on disk now",
        "volumes/notes/_data/",
    ):
        assert part in run.stderr
    assert {side for side in SIDES if f"[{side}]" not in run.stderr} == set()


def sample(file: str) -> str:
    """Return the steps that a page of the documentation shows."""
    text = (Path(__file__).resolve().parents[2] / file).read_text(encoding="utf-8")
    return steps_as_text(text.partition("```text\n")[2].partition("```")[0])


def steps_as_text(text: str) -> str:
    """Return a story on one line, without numbers, IDs, times and how it is wrapped."""
    text = re.sub(r"[0-9a-f]{12}…", "<id>", re.sub(r"[│\s]+", " ", text))
    return re.sub(r"\(?\d[\d.]* m?s\b|\.py:\d+|\b\d+ (?=[A-Z])|(?<=→ )\d+ ", "", text)


def test_the_demo_is_short_enough_for_a_lesson(trace: Any) -> None:
    run = trace("demo")

    assert run.returncode == 0, run.stderr
    assert len(run.stderr.splitlines()) < 1000
    assert sample("README.md") in steps_as_text(run.stderr)
    # The engine's start and stop are a line each.
    assert re.search(r"^## The engine starts.*\(steps: \d+; changes", run.stderr, re.MULTILINE)


def test_the_demo_tells_everything_if_asked(trace: Any, data_root: Path) -> None:
    run = trace("--data-root", str(data_root), "demo", "--depth", "all")

    numbers = [int(n) for n in re.findall(r"^│* ?(\d+) [A-Za-z_]", run.stderr, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 600


@pytest.mark.parametrize(
    ("words", "locale"),
    [
        pytest.param(["--lang=zh"], "C.UTF-8", id="asked for"),
        pytest.param([], "zh_CN.UTF-8", id="the locale's"),
    ],
)
def test_the_story_can_be_told_in_chinese(
    trace: Any, data_root: Path, with_image: str, words: list[str], locale: str
) -> None:
    run = trace("--data-root", str(data_root), *words, "create", with_image, LC_ALL=locale)

    assert ID.fullmatch(run.stdout), run.stderr
    assert "初始化层（init layer）" in run.stderr  # noqa: RUF001 (full width is meant)
    assert "Two layers are made, not one" not in run.stderr
    assert "The engine starts" not in run.stderr
    wide = [line for line in run.stderr.splitlines() if cell_len(line) > 80]
    assert [line for line in wide if "https://" not in line] == []


def test_one_data_root_has_one_engine_at_a_time(trace: Any, data_root: Path, engine: str) -> None:
    run = trace("--data-root", str(data_root), "container", "create", "x")

    assert run.returncode == 1
    assert run.stderr.startswith("trace: ")
    assert str(data_root) in run.stderr


@pytest.fixture
def engine(data_root: Path, tmp_path: Path, environment: Any) -> Iterator[str]:
    """The address of a `trace daemon` that runs beside."""
    path = tmp_path / "engine.sock"
    command = [
        *(sys.executable, "-m", "walkthrough", "daemon"),
        *(f"--host=unix://{path}", f"--data-root={data_root}", f"--exec-root={tmp_path}/exec"),
        f"--pidfile={tmp_path}/engine.pid",
    ]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        answering.wait_for(str(path), process)
        yield f"unix://{path}"
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert process.returncode == 0, log.decode()
    assert not path.exists()
    assert not (tmp_path / "engine.pid").exists()


def test_with_an_engine_of_ours_elsewhere_both_halves_are_told(
    trace: Any, engine: str, image: str
) -> None:
    run = trace("-H", engine, "create", "--name", "far", image)

    assert ID.fullmatch(run.stdout), run.stderr
    assert "> POST /v1.41/containers/create?name=far HTTP/1.1" in run.stderr
    assert "< HTTP/1.1 201 Created" in run.stderr
    assert "Two layers are made, not one" in run.stderr
