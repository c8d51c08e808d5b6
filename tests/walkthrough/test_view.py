"""What is shown of a story, and what is left out."""

from __future__ import annotations

import pytest

from tests.support.traces import ROOT, Call, call, chapter, trace
from walkthrough.choice import EVERYTHING, Choice, matching
from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.recording import Event
from walkthrough.render_files import as_text
from walkthrough.renderers import Look
from walkthrough.step import Chapter, Step, Teller
from walkthrough.view import MAX_ALIKE, View


class Shown(Teller):
    """Writes what is told on: numbers and names of steps, indented, and changes."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def chapter(self, chapter: Chapter) -> None:
        sums = f": {chapter.steps} steps, {chapter.effects} changes" if chapter.steps else ""
        self.lines.append(f"## {chapter.kind}{sums}")

    def opened(self, step: Step) -> None:
        assert step.lesson is not None
        again = f" as {step.told_at}" if step.told_at < step.number else ""
        self.lines.append(f"{'  ' * step.depth}{step.number} {step.lesson.name}{again}")

    def effect(self, step: Step, effect: Effect) -> None:
        detail = f" ({effect.detail})" if effect.detail else ""
        self.lines.append(f"{'  ' * step.depth}  + {effect.kind} {effect.target}{detail}")

    def exchange(self, step: Step, exchange: Exchange) -> None:
        headers = f" with {len(exchange.headers)} headers" if exchange.headers else ""
        self.lines.append(f"{'  ' * step.depth}  > {exchange.first_line}{headers}")

    def closed(self, step: Step) -> None:
        if step.left_out:
            self.lines.append(f"{'  ' * step.depth}  left out {step.left_out}")
        if step.error:
            self.lines.append(f"{'  ' * step.depth}  raised {step.error}")


def shown(choice: Choice, *story: Call | Event) -> list[str]:
    teller = Shown()
    trace(*story).tell(View(choice, teller, ROOT))
    return teller.lines


LAYERS = call(
    "create",
    call(
        "layer",
        call("mkdir_as", "mkdir overlay2/x/ (mode 0710)", main=False, module="engine.pkg.idtools"),
        call(
            "mount",
            call("mount_from", "run mount", main=False, side="graphdriver"),
            side="graphdriver",
        ),
        side="layer",
    ),
)


def test_the_main_road_alone_is_told_and_changes_stay_with_the_step_around() -> None:
    assert shown(Choice(), LAYERS) == [
        "1 create",
        "  2 layer",
        "    + mkdir overlay2/x/ (mode 0710)",
        "    4 mount",
        "      + run mount",
        "      left out 1",
        "    left out 1",
    ]


def test_depth_two_tells_what_the_main_road_calls() -> None:
    lines = shown(Choice(depth=2), LAYERS)

    assert "    3 mkdir_as" in lines
    assert "      5 mount_from" in lines


def test_helpers_of_helpers_come_with_depth_three() -> None:
    story = call("create", call("a", call("b", main=False), main=False))

    assert shown(Choice(depth=2), story)[-2:] == ["  2 a", "    left out 1"]
    assert shown(Choice(depth=3), story)[-1] == "    3 b"


def test_a_step_that_was_explained_is_told_again_only_if_it_changed_something() -> None:
    quiet, busy = call("get"), call("get", "mkdir a/")

    lines = shown(Choice(), call("create", quiet, quiet, busy))

    assert lines == ["1 create", "  2 get", "  4 get as 2", "    + mkdir a/", "  left out 1"]


def test_what_was_explained_is_a_frame_for_what_is_new_inside() -> None:
    first = call("create", call("layer"))
    second = call("create", call("layer", call("mount")))

    assert shown(Choice(), first, second)[2:] == ["3 create as 1", "  4 layer as 2", "    5 mount"]


def test_of_many_alike_calls_only_the_first_are_told() -> None:
    story = call("create", *(call("copy", "create f") for _ in range(9)))

    lines = shown(Choice(), story)

    assert sum("copy" in line for line in lines) == MAX_ALIKE
    assert lines[-1] == f"  left out {9 - MAX_ALIKE}"


def test_everything_is_everything() -> None:
    story = call("create", *(call("copy", "create f") for _ in range(9)))

    lines = shown(EVERYTHING, story)

    assert sum("copy" in line for line in lines) == 9


def test_changes_of_one_file_are_told_as_one() -> None:
    story = call("create", "mkdir a/ (mode 0700)", "chown a/ (owner 1:1)", "chmod a/ (mode 0755)")

    assert shown(Choice(), story)[1] == "  + mkdir a/ (mode 0700; chown owner 1:1; chmod mode 0755)"
    assert len(shown(EVERYTHING, story)) == 4


def test_a_file_that_is_removed_and_made_again_is_told_twice() -> None:
    story = call("setup", "remove etc/hosts", "create etc/hosts (mode 0755)")

    assert shown(Choice(), story)[1:] == [
        "  + remove etc/hosts",
        "  + create etc/hosts (mode 0755)",
    ]


def test_the_file_that_is_renamed_a_moment_later_is_not_told() -> None:
    story = call(
        "write",
        "create containers/.tmp-config.v2.json123456789 (mode 0600)",
        "rename containers/config.v2.json (was .tmp-config.v2.json123456789, 9 bytes)",
    )

    assert shown(Choice(), story)[1:] == ["  + rename containers/config.v2.json (9 bytes)"]


ENGINE = (
    chapter("engine-start"),
    call("start", call("inner"), "mkdir overlay2/"),
    chapter("command"),
    call("create"),
    chapter("engine-stop"),
)


def test_the_engines_start_and_stop_are_a_line_each() -> None:
    assert shown(Choice(), *ENGINE) == [
        "## engine-start: 2 steps, 1 changes",
        "## command",
        "3 create",
        "## engine-stop",
    ]


@pytest.mark.parametrize("choice", [Choice(engine=True), EVERYTHING], ids=["asked", "everything"])
def test_they_are_told_if_asked(choice: Choice) -> None:
    lines = shown(choice, *ENGINE)

    assert lines[:4] == ["## engine-start", "1 start", "  2 inner", "  + mkdir overlay2/"]


def test_only_some_sides_are_told_without_what_the_others_changed() -> None:
    lines = shown(Choice(only=frozenset({"graphdriver"})), LAYERS)

    assert lines == ["4 mount", "  + run mount", "  left out 1"]


def test_the_focus_is_on_one_step_and_what_is_inside() -> None:
    choice = Choice(depth=9, focus=frozenset({"layer"}))

    lines = shown(choice, call("before"), LAYERS, call("after"))

    assert [line.split()[1] for line in lines if line.strip()[0].isdigit()] == [
        "layer",
        "mkdir_as",
        "mount",
        "mount_from",
    ]


def test_the_focus_finds_a_step_of_the_engines_start() -> None:
    lines = shown(Choice(focus=frozenset({"inner"})), *ENGINE)

    assert lines == ["## engine-start", "2 inner", "## command"]


def test_a_registrys_headers_are_left_out_and_the_clients_are_not() -> None:
    head: Event = {
        "event": "exchange",
        "direction": "sent",
        "first_line": "GET / HTTP/1.1",
        "headers": [{"name": "Host", "value": "docker"}],
        "body": None,
    }

    lines = shown(Choice(), call("ask", head, side="client"), call("pull", head, side="daemon"))

    assert lines[1] == "  > GET / HTTP/1.1 with 1 headers"
    assert lines[3] == "  > GET / HTTP/1.1"


def test_a_body_is_written_once() -> None:
    body: Event = {"event": "exchange", "direction": "sent", "first_line": None, "headers": []}
    long = {**body, "body": '{"A": ["' + "x" * 90 + '"]}'}

    text = as_text(trace(call("one", long), call("two", long)), Look())

    assert text.count("x" * 50) == 1
    assert "(the same 5 lines as before)" in text


def test_paths_are_told_from_the_data_root_on() -> None:
    story = call("create", arguments=[("path", f"'{ROOT}/overlay2'")])

    assert "(path='overlay2')" in as_text(trace(story), Look())
    assert ROOT in as_text(trace(story), Look(choice=EVERYTHING))


def test_an_error_that_goes_on_is_told_once_in_full() -> None:
    story = call("create", call("check", error="GoError: no space"), error="GoError: no space")

    text = as_text(trace(story), Look())

    assert text.count("GoError: no space") == 1
    assert "✗ 1 raised it, too" in text


KNOWN = (
    ("daemon.create.createLayer", ("ImageService.create_layer", "(*ImageService).CreateLayer")),
    ("layer.create", ("LayerStore.create_rw_layer", "(*layerStore).CreateRWLayer")),
)


@pytest.mark.parametrize(
    "word",
    [
        "daemon.create.createLayer",
        "createLayer",
        "create_layer",
        "ImageService.create_layer()",
        "(*ImageService).CreateLayer",
        "CreateLayer",
    ],
)
def test_a_step_has_many_names(word: str) -> None:
    assert matching(word, KNOWN) == {"daemon.create.createLayer"}


def test_a_part_of_a_word_is_no_name() -> None:
    assert matching("layer", KNOWN) == frozenset()
