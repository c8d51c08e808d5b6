from __future__ import annotations

import io
import json
import re

import pytest
from rich.console import Console

from walkthrough.bodies import body_lines
from walkthrough.effects import Effect
from walkthrough.lesson import Lesson
from walkthrough.render import Renderer, duration_text, new_console
from walkthrough.source import Place
from walkthrough.step import Step

PLACE = Place("moby/moby", "v20.10.13", "layer/layer.go", "(*T).Get", 10, 20)
URL = "https://github.com/moby/moby/blob/v20.10.13/layer/layer.go#L10-L20"


def a_step() -> Step:
    lesson = Lesson(id="x", step=duration_text, title="A title", why="A reason.", show=())
    return Step(lesson=lesson, parent=None, depth=2, side="layer", number=7, told_at=7)


def rendered(console: Console, step: Step) -> str:
    assert isinstance(console.file, io.StringIO)
    renderer = Renderer(console, lambda _: PLACE)
    renderer.opened(step)
    step.ended, step.result, step.duration = True, "'x'", 0.0021
    renderer.closed(step)
    return console.file.getvalue()


def test_plain_text_has_the_whole_permalink_on_a_line() -> None:
    text = rendered(new_console(io.StringIO()), a_step())

    assert f"││   {URL}\n" in text
    assert "\x1b" not in text


def test_a_terminal_gets_colours_and_a_permalink_to_click() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system="standard")

    text = rendered(console, a_step())

    assert "]8;id=" in text
    assert f";{URL}\x1b\\" in text
    assert "\x1b[1" in text


def test_plain_text_is_the_terminals_without_its_control_codes() -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True, width=80, color_system="truecolor")

    text = rendered(terminal, a_step())

    codes = r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\"
    assert re.sub(codes, "", text) == rendered(new_console(io.StringIO()), a_step())
    assert text.count("\x1b") > 10


def test_a_step_in_which_nothing_happens_has_its_result_beside_its_name() -> None:
    text = rendered(new_console(io.StringIO()), a_step())

    assert text.startswith("││ 7 duration_text() → returned 'x'  (2.1 ms)  [layer]\n")


def test_a_step_in_which_something_happens_ends_with_its_result_and_time() -> None:
    text = io.StringIO()
    renderer, step = Renderer(new_console(text), lambda _: PLACE), a_step()

    renderer.opened(step)
    renderer.effect(step, Effect("mkdir", "a/", "mode 0755"))
    step.ended, step.result, step.duration = True, "'x'", 0.0021
    renderer.closed(step)

    assert text.getvalue().endswith("││   + mkdir a/  (mode 0755)\n││   → returned 'x'  (2.1 ms)\n")


def test_deep_steps_keep_room_for_their_text() -> None:
    step = a_step()
    step.depth = 200

    text = rendered(new_console(io.StringIO()), step)

    assert max(len(line) for line in text.splitlines() if URL not in line) <= 80


@pytest.mark.parametrize("width", [30, 40, 60])
@pytest.mark.parametrize("depth", [0, 5, 200])
def test_a_narrow_terminal_is_kept_to(width: int, depth: int) -> None:
    step = a_step()
    step.depth = depth

    text = rendered(new_console(io.StringIO(), width=width), step)

    assert max(len(line) for line in text.splitlines() if URL not in line) <= width


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.00004, "0.0 ms"), (0.0123, "12.3 ms"), (0.25, "250 ms"), (2.5, "2.50 s")],
)
def test_durations_are_read_at_a_glance(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_a_body_leaves_out_what_says_nothing_and_counts_it() -> None:
    body: dict[str, object] = {
        "Image": "bb",
        "Cmd": None,
        "Volumes": {"/data": {}},
        "HostConfig": {"Memory": 0, "ConsoleSize": [0, 0], "Binds": ["a:/a"]},
    }

    lines = body_lines(json.dumps(body))

    assert lines[-1] == "(3 more fields are null, empty, zero or false)"
    kept = json.loads("\n".join(lines[:-1]))
    assert kept == {
        "Image": "bb",
        "Volumes": {"/data": {}},
        "HostConfig": {"Binds": ["a:/a"]},
    }


def test_a_body_that_is_no_json_stays_as_it_is() -> None:
    assert body_lines("<12 bytes>") == ["<12 bytes>"]
