"""Which functions a run went through, and the way to the others."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.traces import call, trace
from walkthrough import lessons, trace_file
from walkthrough.coverage import covered, write
from walkthrough.render import new_console
from walkthrough.sides import SIDES
from walkthrough.ways import by_step, ways
from walkthrough.words import speaker


def report(*ids: str, watched: bool = True, lang: str = "en") -> str:
    text = io.StringIO()
    run = trace(*(call(id) for id in ids))
    files = covered(run, lessons.everything())
    write(new_console(text), run, files, speaker(lang), lang, watched=watched)
    return text.getvalue()


def test_each_function_of_the_chain_is_in_one_file_of_one_side() -> None:
    files = covered(trace(), lessons.everything())

    assert sum(len(file.missed) for file in files) == len(lessons.everything())
    assert {file.side for file in files} == {*SIDES, "shared"}
    assert len({file.path for file in files}) == len(files)


def test_visited_and_missed_are_told_apart() -> None:
    text = report("cli.runCreate", "cli.createContainer")

    assert "cli: 2 of " in text
    assert "    ✓ run_create, create_container\n" in text
    assert "    · new_create_command " in text
    assert text.rstrip().endswith(f"in all: 2 of {len(lessons.everything())} functions")


def test_the_way_to_a_missed_function_is_a_flag_or_a_situation() -> None:
    text = report()

    assert "· GpuOpts.set                   --gpus all\n" in text
    assert "· pull_image                    the image is not there yet, and is pulled\n" in text


def test_where_the_engine_was_not_watched_that_is_the_way() -> None:
    text = report(watched=False)

    assert "· init_mount                    watch the engine: without -H\n" in text
    assert "· GpuOpts.set                   --gpus all\n" in text


def test_it_is_told_in_chinese() -> None:
    assert "本地还没有这个镜像" in report(lang="zh")


def test_no_line_is_too_wide() -> None:
    assert [line for line in report().splitlines() if len(line) > 80] == []


def test_there_is_one_way_to_each_step() -> None:
    steps = [step for way in ways() for step in way.steps]

    assert sorted(steps) == sorted(lesson.id for lesson in lessons.everything())
    assert len(by_step()) == len(steps)


def test_each_way_says_what_to_do_in_both_languages() -> None:
    for way in ways():
        assert way.told("en")
        assert way.flag or way.when.keys() == {"en", "zh"}


def test_without_a_file_the_last_told_run_is_meant(trace: Any, tmp_path: Path) -> None:
    run = trace("coverage")

    assert run.returncode == 1
    assert f"nothing was told yet: {tmp_path}/state/container-walkthrough" in run.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="an engine of its own makes layers and mounts")
def test_the_last_told_run_is_covered(run_trace: Any, trace: Any, tmp_path: Path) -> None:
    run_trace("--name=covered", "--depth=1")

    run = trace("coverage")

    assert run.returncode == 0
    assert run.stdout.startswith("docker create --name=covered 127.0.0.1:")
    assert "init_mount" in run.stdout.split("✓", 1)[1]
    assert trace_file.last_run().name == "last.jsonl"
