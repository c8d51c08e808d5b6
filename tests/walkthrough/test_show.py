"""One step to read: lesson, Python, and Go out of the reader's own clone."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from walkthrough import chain_map, failing, go_source, lessons, show, source
from walkthrough.go_source import NoGoSource
from walkthrough.source import Place
from walkthrough.words import speaker

GO = "func (ls *layerStore) saveMount() error {\n\treturn nil\n}"
PLACE = Place("moby/moby", "v20.10.13", "layer/layer_store.go", "saveMount", 3, 5)


def git(folder: Path, *words: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    who = {
        f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    run = subprocess.run(
        ["git", "-C", str(folder), *words],
        env={**clean, **who, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with the tag, annotated, and another version checked out."""
    folder = tmp_path / "clone"
    file = folder / "layer" / "layer_store.go"
    file.parent.mkdir(parents=True)
    git(folder, "init", "--quiet")
    for text, tag in ((f"package layer\n\n{GO}\n", True), ("package layer\n", False)):
        file.write_text(text)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "change")
        if tag:
            git(folder, "tag", "--annotate", "v20.10.13", "--message", "release")
    return folder


def tagged(clone: Path) -> str:
    return git(clone, "rev-parse", "v20.10.13^{commit}")


def shown(width: int, *, go: str = "", terminal: bool = True) -> str:
    lesson = failing.find("save_mount", lessons.everything(), source.locate)
    entry = next(one for one in chain_map.entries([lesson]) if one.id == lesson.id)
    text = io.StringIO()
    console = Console(
        file=text, width=width, force_terminal=terminal, color_system=None, highlight=False
    )
    show.write(console, lesson, entry, speaker("en"), go)
    return text.getvalue()


def test_a_step_is_shown(trace: Any, steady: Callable[[str], str], snapshot: Any) -> None:
    run = trace("show", "layerStore.initMount")

    assert run.returncode == 0, run.stderr
    snapshot.assert_match(steady(run.stdout), "init_mount.txt")


def test_a_step_is_shown_in_chinese(trace: Any) -> None:
    run = trace("--lang", "zh", "show", "init_mount")

    assert "今昔" in run.stdout
    assert "已修复: " in run.stdout


def test_each_step_is_shown_by_its_id() -> None:
    for lesson in lessons.everything():
        assert failing.find(lesson.id, lessons.everything(), lambda one: None) is lesson


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("create", "'create' may be any of these:\n", id="ambiguous"),
        pytest.param("init_mont", "is it one of these?\n", id="misspelt"),
    ],
)
def test_a_name_that_means_no_single_step_is_refused(trace: Any, name: str, message: str) -> None:
    run = trace("show", name)

    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr


def test_on_a_wide_terminal_go_stands_beside_python() -> None:
    lines = shown(160, go=GO).splitlines()

    assert any("def save_mount(" in line and "func (ls *layerStore)" in line for line in lines)
    assert any(":" in line and "layer/layer_store.go#L657" in line for line in lines)


@pytest.mark.parametrize(
    ("width", "terminal"),
    [pytest.param(159, True, id="narrow"), pytest.param(200, False, id="no terminal")],
)
def test_else_go_follows_python(width: int, terminal: bool) -> None:
    text = shown(width, go=GO, terminal=terminal)

    assert not any("def " in line and "func (" in line for line in text.splitlines())
    assert text.index("def save_mount(") < text.index("func (ls *layerStore)")


def test_piped_the_source_can_be_copied() -> None:
    text = shown(80, terminal=False)

    assert "\ndef save_mount(store: LayerStore, mount: MountedLayer) -> None:\n" in text
    assert "\x1b" not in text


def test_go_is_cut_from_the_tag_and_not_from_what_is_checked_out(clone: Path) -> None:
    found = go_source.function([clone], PLACE, {"moby/moby": tagged(clone)})

    assert found == GO


def test_of_several_clones_the_right_one_is_read(clone: Path, tmp_path: Path) -> None:
    folders = [tmp_path / "none", clone]

    assert go_source.function(folders, PLACE, {"moby/moby": tagged(clone)}) == GO


def test_a_clone_of_the_other_repository_is_recognised(clone: Path) -> None:
    commits = {"moby/moby": "0" * 40, "docker/cli": tagged(clone)}

    with pytest.raises(NoGoSource, match=r"is a clone of docker/cli; saveMount is in moby/moby"):
        go_source.function([clone], PLACE, commits)


def test_a_file_with_too_few_lines_is_told(clone: Path) -> None:
    with pytest.raises(NoGoSource, match="has no line 5"):
        go_source.cut(clone, PLACE, git(clone, "rev-parse", "HEAD"))


def test_a_file_that_is_not_there_is_told(clone: Path) -> None:
    elsewhere = Place("moby/moby", "v20.10.13", "none.go", "f", 1, 2)

    with pytest.raises(NoGoSource, match=r"none\.go"):
        go_source.cut(clone, elsewhere, tagged(clone))


def test_a_wrong_tag_is_told(trace: Any, clone: Path) -> None:
    run = trace("show", "save_mount", "--go-src", str(clone))

    assert (run.returncode, run.stdout) == (1, "")
    there = tagged(clone)[:12]
    assert f"the tag v20.10.13 is {there} there, in moby/moby it is 906f57ff5b71" in run.stderr


def test_a_missing_tag_is_told_with_the_way_to_it(trace: Any, clone: Path) -> None:
    git(clone, "tag", "--delete", "v20.10.13")

    run = trace("show", "save_mount", "--go-src", str(clone))

    assert (run.returncode, run.stdout) == (1, "")
    assert f"{clone} has no tag v20.10.13; it comes with\n" in run.stderr
    assert "fetch https://github.com/moby/moby tag v20.10.13" in run.stderr


@pytest.mark.parametrize(
    ("made", "message"),
    [
        pytest.param(False, "is no directory", id="none"),
        pytest.param(True, "is no clone", id="no clone"),
    ],
)
def test_what_is_no_clone_is_told(trace: Any, tmp_path: Path, made: bool, message: str) -> None:
    folder = tmp_path / "elsewhere"
    if made:
        folder.mkdir()

    run = trace("show", "save_mount", "--go-src", str(folder))

    assert run.returncode == 1
    assert f"{folder} {message}" in run.stderr
