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
    repository, path, symbol = CHAIN[lesson.id]

    assert place is not None
    # Some vendored packages are in both repositories, with the same lines.
    same_repository = place.repository == repository or path.startswith("vendor/")
    assert (same_repository, place.path) == (True, path)
    assert re.sub(r"\(\*?(\w+)\)", r"\1", place.symbol) == symbol


def test_what_is_shown_are_arguments_of_the_step(lesson: Lesson) -> None:
    arguments = set(inspect.signature(inspect.unwrap(lesson.step)).parameters)

    assert set(lesson.show) - arguments == set()


def test_the_title_fits_a_line_and_the_reason_a_glance(lesson: Lesson) -> None:
    assert len(lesson.title) <= 72
    assert not lesson.title.endswith(".")
    assert 20 <= len(lesson.reason) <= 420
    assert lesson.reason.endswith((".", "?", "!"))
