"""Trace's own options, among the words that belong to docker."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.support.traces import call, trace
from walkthrough import trace_file, trace_options
from walkthrough.choice import DEFAULT_DEPTH, Choice
from walkthrough.trace_options import DEEP, OPTIONS, TraceOptions, WrongOption, split


def test_ours_stand_anywhere_before_the_image() -> None:
    words = ["--depth", "3", "-v", "/data", "--only=cli,layer", "-it", "bb", "--depth", "9"]

    found, rest = split(words)

    assert (found.depth, found.only) == (3, frozenset({"cli", "layer"}))
    assert rest == ["-v", "/data", "-it", "bb", "--depth", "9"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--name", "--depth", "bb"], id="value of a long flag"),
        pytest.param(["-e", "--depth", "bb"], id="value of a letter"),
        pytest.param(["-itv", "--depth", "bb"], id="value of the last letter"),
        pytest.param(["--pull", "--depth", "bb"], id="value of a flag of the command"),
        pytest.param(["--", "--depth", "bb"], id="after two dashes"),
        pytest.param(["bb", "--depth", "all"], id="argument of the program inside"),
        pytest.param(["-", "--depth"], id="after a dash"),
    ],
)
def test_what_only_looks_like_ours_stays_dockers(words: list[str]) -> None:
    found, rest = split(words)

    assert found == TraceOptions()
    assert rest == words


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        pytest.param(["-p80:80", "--depth=2", "bb"], ["-p80:80", "bb"], id="value in the word"),
        pytest.param(["--rm", "--depth=2", "bb"], ["--rm", "bb"], id="switch"),
        pytest.param(["--name=x", "--depth=2", "bb"], ["--name=x", "bb"], id="joined"),
    ],
)
def test_a_flag_that_needs_no_more_words_takes_none(words: list[str], rest: list[str]) -> None:
    found, kept = split(words)

    assert (found.depth, kept) == (2, rest)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--depth", "0"], "--depth: '0' is neither a number from 1 on nor `all`"),
        (["--depth", "²"], "--depth: '²' is neither a number from 1 on nor `all`"),
        (["--depth"], "--depth: needs a value, N|all"),
        (["--fail-at="], "--fail-at: needs a value, STEP[:before|after]"),
        (["--focus", ""], "--focus: needs a value, STEP"),
        (["--only", "cli,kernel"], "--only: 'kernel' is none of cli, client, api, daemon, "),
        (["--save", "x.doc"], "--save: 'x.doc' ends in none of .jsonl, "),
        (["--save", "/nowhere/x.txt"], "--save: there is no directory '/nowhere'"),
        (["--engine-start=yes"], "--engine-start: takes no value"),
    ],
)
def test_a_wrong_option_is_named(words: list[str], text: str) -> None:
    with pytest.raises(WrongOption) as caught:
        split([*words, "bb"] if len(words) > 1 or "=" in words[0] else words)

    assert str(caught.value).startswith(text)


def test_save_may_be_given_again(tmp_path: Path) -> None:
    found, _ = split([f"--save={tmp_path}/a.txt", "--save", f"{tmp_path}/b.jsonl", "bb"])

    assert found.save == (tmp_path / "a.txt", tmp_path / "b.jsonl")


def test_each_option_has_a_field_and_a_line_of_help() -> None:
    fields = {field.name for field in dataclasses.fields(TraceOptions)}

    assert {option.field for option in OPTIONS} == fields
    lines = list(trace_options.usage())
    assert [line.split()[0] for line in lines if line.startswith("      --")] == [
        option.name for option in OPTIONS
    ]
    assert max(map(len, lines)) <= 80


SMALL = trace(call("daemon.create", call("layer.init_mount", side="layer")))


def choice(**values: str) -> Choice:
    options = trace_options.given(**values)
    return trace_options.choice(options, SMALL.lessons().values(), trace_file.locate)


def test_who_asks_for_nothing_sees_the_main_road() -> None:
    assert choice() == Choice(DEFAULT_DEPTH)


def test_who_asks_for_one_part_sees_all_of_it() -> None:
    assert choice(only="layer") == Choice(DEEP, frozenset({"layer"}))
    assert choice(focus="init_mount") == Choice(DEEP, focus=frozenset({"layer.init_mount"}))
    assert choice(focus="(*Daemon).init_mount").focus == {"layer.init_mount"}


def test_who_asks_for_everything_sees_the_engines_start_too() -> None:
    assert choice(depth="all") == Choice(None, engine=True)


def test_a_step_that_there_is_not_is_refused_with_a_hint() -> None:
    with pytest.raises(WrongOption, match="no step is called 'init_mont'; is it init_mount"):
        choice(focus="init_mont")
