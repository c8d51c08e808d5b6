from __future__ import annotations

import sys

import pytest

from walkthrough import failing, lessons, source
from walkthrough.failing import UnknownStep
from walkthrough.lesson import Lesson

EVERYTHING = lessons.everything()


def find(name: str) -> Lesson:
    return failing.find(name, EVERYTHING, source.locate)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("init_mount", id="Python name"),
        pytest.param("init_mount()", id="as a call"),
        pytest.param("engine.layer.layer_store_rw.init_mount", id="dotted path"),
        pytest.param("layer_store_rw.init_mount", id="end of a dotted path"),
        pytest.param("initMount", id="Go name"),
        pytest.param("layerStore.initMount", id="Go name with its type"),
        pytest.param("(*layerStore).initMount", id="Go name as Go writes it"),
        pytest.param("daemon.create.createLayer.createRWLayer.initMount", id="id"),
    ],
)
def test_a_step_goes_by_many_names(name: str) -> None:
    assert find(name).id == "daemon.create.createLayer.createRWLayer.initMount"


def test_a_whole_name_comes_before_the_end_of_another() -> None:
    assert find("Daemon.create").module == "engine.daemon.create"
    assert find("daemon.create").id == "daemon.create"


def test_every_step_is_found_by_its_id_and_by_its_dotted_path() -> None:
    for lesson in EVERYTHING:
        assert find(lesson.id) is lesson
        assert find(f"{lesson.module}.{lesson.name}") is lesson


def test_a_name_of_several_steps_lists_them() -> None:
    with pytest.raises(UnknownStep) as refused:
        find("create")

    assert str(refused.value).startswith("'create' may be any of these:\n")
    assert "engine.daemon.create.create  (Go: (*Daemon).create)" in str(refused.value)
    assert "engine.volume.local.local.Root.create" in str(refused.value)


def test_a_misspelt_name_lists_those_that_look_like_it() -> None:
    with pytest.raises(UnknownStep) as refused:
        find("crate_rw_layer")

    assert str(refused.value).startswith("no step is called 'crate_rw_layer'; is it one of these?")
    assert "engine.layer.layer_store_rw.create_rw_layer" in str(refused.value)


def test_a_name_like_nothing_lists_nothing() -> None:
    with pytest.raises(UnknownStep, match=r"^no step is called 'xyzzy'$"):
        find("xyzzy")


@pytest.mark.parametrize(
    ("word", "parsed"),
    [
        ("init_mount", ("init_mount", "before")),
        ("init_mount:before", ("init_mount", "before")),
        ("init_mount:after", ("init_mount", "after")),
    ],
)
def test_before_is_meant_unless_said_otherwise(word: str, parsed: tuple[str, str]) -> None:
    assert failing.parse(word) == parsed


@pytest.mark.parametrize("word", ["", ":after", "init_mount:now"])
def test_what_is_no_step_and_moment_is_refused(word: str) -> None:
    with pytest.raises(UnknownStep, match="is not STEP, STEP:before or STEP:after"):
        failing.parse(word)


def test_a_function_of_the_tests_is_never_made_to_fail_in_a_steps_place() -> None:
    assert not failing.can_fail(sys._getframe())
