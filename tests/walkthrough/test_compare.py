"""Where two runs part."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.traces import Call, call, chapter, trace
from walkthrough import trace_file
from walkthrough.calls import steady
from walkthrough.compare import compared, first_parting, write
from walkthrough.render import new_console
from walkthrough.trace_file import Trace
from walkthrough.words import speaker


def create(*inside: Call | str, words: tuple[str, ...] = (), **more: Any) -> Trace:
    story = call("create", call("verify"), *inside, call("register"), **more)
    return trace(chapter("command"), story, command=("container", "create", *words, "bb"))


PLAIN = create(call("volumes", result="'/a'"))
WITH = create(
    call("volumes", call("volume", call("make", "mkdir volumes/v/ (mode 0701)")), result="'/b'"),
    words=("-v", "/data"),
)


def text_of(a: Trace, b: Trace) -> str:
    text = io.StringIO()
    write(new_console(text), a, b, speaker("en"), "en")
    return text.getvalue()


def test_a_flag_that_makes_more_steps(snapshot: Any) -> None:
    snapshot.assert_match(text_of(PLAIN, WITH), "volume.txt")


def test_a_run_that_fails(snapshot: Any) -> None:
    failing = create(
        call("volumes", error="GoError: no space"),
        call("clean_up", "remove volumes/v/", after_error="GoError: no space"),
        error="GoError: no space",
    )

    snapshot.assert_match(text_of(PLAIN, failing), "failing.txt")


def test_in_colours(snapshot: Any) -> None:
    from rich.console import Console

    console = Console(
        file=io.StringIO(), force_terminal=True, width=80, color_system="standard", highlight=False
    )

    write(console, PLAIN, WITH, speaker("en"), "en")

    assert isinstance(console.file, io.StringIO)
    snapshot.assert_match(console.file.getvalue(), "coloured.txt")


def test_the_parting_is_where_the_first_step_is_missing() -> None:
    parting = first_parting(compared(PLAIN, WITH))

    assert parting is not None
    assert (parting.a, parting.call.name) == (None, "volume")


def test_the_parting_is_where_the_error_began_not_where_it_was_told_last() -> None:
    good = create(call("volumes", call("volume")))
    bad = create(call("volumes", call("volume", error="E: no"), error="E: no"), error="E: no")

    parting = first_parting(compared(good, bad))

    assert parting is not None
    assert parting.call.name == "volume"


def test_alike_runs_are_alike() -> None:
    assert "The two runs are alike." in text_of(PLAIN, PLAIN)
    assert first_parting(compared(PLAIN, PLAIN)) is None


def test_other_values_on_the_same_course_are_no_parting() -> None:
    a, b = create(call("volumes", result="1")), create(call("volumes", result="2"))

    assert "The two runs take the same course, with different values." in text_of(a, b)
    assert first_parting(compared(a, b)) is None


def test_calls_with_the_same_arguments_are_laid_beside_each_other() -> None:
    def flag(value: str) -> Call:
        return call("set", arguments=[("value", value)])

    pairs = compared(trace(chapter("command"), flag("b")), create_flags(flag("a"), flag("b")))

    assert [(pair.a is None, pair.b is None) for pair in pairs] == [(True, False), (False, False)]


def create_flags(*flags: Call) -> Trace:
    return trace(chapter("command"), *flags)


def test_the_engines_start_does_not_count() -> None:
    started = trace(chapter("engine-start"), call("start"), chapter("command"), call("create"))

    assert not any(
        pair.differs for pair in compared(started, trace(chapter("command"), call("create")))
    )


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("overlay2/0123456789ab…/diff", "overlay2/<id>/diff"),
        ("f" * 64, "<id>"),
        ("l/ABCDEFGHIJKLMNOPQRSTUVWXYZ", "l/<short>"),
        ("unix:///tmp/trace-ab12_x/engine.sock", "unix:///tmp/trace-<random>/engine.sock"),
        ("127.0.0.1:40123/demo", "127.0.0.1:<port>/demo"),
        ("2022-03-10T17:32:35.1Z", "<moment>"),
        ('mode 0644, 26 bytes: "ABC"', "mode 0644, <size> bytes"),
        ("/root/of/it/volumes", "volumes"),
    ],
)
def test_chance_does_not_count(text: str, same: str) -> None:
    assert steady(text, "/root/of/it") == same


@pytest.mark.parametrize(
    ("a", "b", "status"), [("plain", "plain", 0), ("plain", "with", 1), ("plain", "none", 2)]
)
def test_the_status_says_whether_they_differ(
    trace: Any, tmp_path: Path, a: str, b: str, status: int
) -> None:
    trace_file.write(PLAIN, tmp_path / "plain.jsonl")
    trace_file.write(WITH, tmp_path / "with.jsonl")

    run = trace("compare", f"{tmp_path}/{a}.jsonl", f"{tmp_path}/{b}.jsonl")

    assert run.returncode == status
    assert "\x1b" not in run.stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="an engine of its own makes layers and mounts")
def test_two_real_runs_of_the_same_command_are_alike_and_a_volume_parts_them(
    run_trace: Any, trace: Any, tmp_path: Path
) -> None:
    # The first create on top of a layer differs: it marks the layer, and makes a directory.
    run_trace()
    files = [str(tmp_path / f"{name}.jsonl") for name in ("second", "third", "with")]
    for file, words in zip(files, ([], [], ["-v=/extra"]), strict=True):
        run_trace("--depth=1", f"--save={file}", *words)

    same = trace("compare", *files[:2])
    parted = trace("compare", *files[1:])

    assert (same.returncode, "The two runs are alike." in same.stdout) == (0, True), same.stdout
    assert parted.returncode == 1
    assert "ListOpts.set(value = '/extra')" in parted.stdout
    assert "+ ││" in parted.stdout
    assert "mkdir volumes/<id>/_data/ (mode 0755)" in parted.stdout
