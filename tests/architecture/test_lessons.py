"""Every step of the chain that is here has one lesson, and each lesson fits its step."""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from walkthrough import lessons, source
from walkthrough.lesson import Lesson

CHAIN: dict[str, list[str]] = json.loads(Path(__file__).with_name("chain.json").read_text())
LEDGER = tomllib.loads((source.LOCK.parent / "port.toml").read_text())


@cache
def everything() -> tuple[Lesson, ...]:
    return lessons.everything()


def ids() -> list[str]:
    return [lesson.id for lesson in everything()]


@pytest.fixture(params=everything(), ids=lambda lesson: lesson.id)
def lesson(request: pytest.FixtureRequest) -> Lesson:
    taught: Lesson = request.param
    return taught


def test_every_step_of_the_chain_has_a_lesson() -> None:
    assert set(CHAIN) - set(ids()) == set(LEDGER["left_out"])


def test_every_lesson_is_about_a_step_of_the_chain() -> None:
    assert set(ids()) <= set(CHAIN)


def test_no_two_lessons_are_about_the_same_function() -> None:
    functions = Counter((lesson.module, lesson.name) for lesson in everything())

    assert [name for name, count in functions.items() if count > 1] == []


def test_the_lesson_names_a_function_that_can_be_watched(lesson: Lesson) -> None:
    assert lesson.code.co_name == lesson.name.rsplit(".", 1)[-1]


def test_the_step_cites_the_go_function_of_the_chain(lesson: Lesson) -> None:
    place = source.locate(lesson)
    repository, path, symbol, *part = CHAIN[lesson.id]

    assert place is not None
    # Some vendored packages are in both repositories, with the same lines.
    same_repository = place.repository == repository or path.startswith("vendor/")
    assert (same_repository, place.path) == (True, path)
    assert re.sub(r"\(\*?(\w+)\)", r"\1", place.symbol) == " ".join([symbol, *part])
    assert bool(part) == place.part


def test_a_part_lies_in_the_lines_of_its_function_and_in_those_of_no_other_part() -> None:
    files = [f for known in source.lock()["repositories"].values() for f in known["files"].values()]
    for symbols in files:
        parts = [name for name in symbols if " (L" in name]
        for name in parts:
            first, last = symbols[name]["lines"]
            whole = symbols[name.partition(" ")[0]]
            assert whole["lines"][0] < first <= last < whole["lines"][1], name
            assert whole["go"] == symbols[name]["go"]
    taught = [place for lesson in everything() if (place := source.locate(lesson)) and place.part]
    lines = Counter((p.path, number) for p in taught for number in range(p.first, p.last + 1))
    assert [line for line, count in lines.items() if count > 1] == []


def test_what_is_shown_are_arguments_of_the_step(lesson: Lesson) -> None:
    arguments = set(inspect.signature(inspect.unwrap(lesson.step)).parameters)

    assert set(lesson.show) - arguments == set()


def test_the_title_fits_a_line_and_the_reason_a_glance(lesson: Lesson) -> None:
    assert len(lesson.title) <= 72
    assert not lesson.title.endswith(".")
    assert 20 <= len(lesson.reason) <= 420
    assert lesson.reason.endswith((".", "?", "!"))
