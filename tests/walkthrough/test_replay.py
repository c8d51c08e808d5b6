"""A kept trace is told again: without an engine, in its own time, and back as well."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

from tests.support.stories import Story
from tests.support.traces import call, chapter, trace
from walkthrough import trace_file
from walkthrough.replay import BACK, FIRST, LAST, LONGEST_WAIT, NEXT, QUIT, Browser, Paced, values
from walkthrough.scenes import Scene
from walkthrough.step import Step

ROOT = Path(__file__).resolve().parents[2]
SMALL = trace(
    chapter("engine-start"),
    call("start"),
    chapter("command", "docker container create bb"),
    call(
        "create",
        call("verify", seconds=0.5),
        call("layer", "mkdir overlay2/x/ (mode 0710)", side="layer"),
        {"event": "output", "stream": "stdout", "text": "0123abc\n"},
    ),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.jsonl"
    trace_file.write(SMALL, path)
    return path


def test_a_trace_is_told_again_with_what_docker_wrote(
    trace: Any, file: Path, snapshot: Any
) -> None:
    run = trace("replay", str(file))

    assert (run.returncode, run.stderr) == (0, "")
    snapshot.assert_match(run.stdout, "told.txt")


def test_it_is_told_in_another_language(trace: Any, file: Path) -> None:
    run = trace("--lang=zh", "replay", str(file))

    assert "关于 layer" in run.stdout
    assert "About" not in run.stdout


def test_the_reader_chooses_what_to_see(trace: Any, file: Path) -> None:
    whole = trace("replay", str(file), "--depth=all")
    layer = trace("replay", str(file), "--only=layer")
    focus = trace("replay", str(file), "--focus", "(*Daemon).verify")

    assert "About start" in whole.stdout
    assert "About layer" in layer.stdout
    assert "About create" not in layer.stdout
    assert "About verify" in focus.stdout
    assert "About layer" not in focus.stdout


def test_it_is_written_in_another_form(trace: Any, file: Path, tmp_path: Path) -> None:
    run = trace("replay", str(file), f"--save={tmp_path}/x.txt", f"--save={tmp_path}/x.svg")

    assert (run.returncode, run.stdout) == (0, "")
    assert "About layer" in (tmp_path / "x.txt").read_text()
    assert (tmp_path / "x.svg").read_text().startswith("<svg ")


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [
        (["replay", "none.jsonl"], 1, "trace: none.jsonl: No such file or directory"),
        (["replay", "FILE", "--step"], 2, "trace: --step: there is no terminal"),
        (["replay", "FILE", "--depth=x"], 2, "trace: --depth: 'x' is neither"),
        (["replay", "FILE", "--focus=x"], 2, "trace: --focus: no step is called 'x'"),
        (
            ["replay", "FILE", "--save=/proc/x.txt"],
            1,
            "trace: /proc/x.txt could not be written: No such file or directory\n",
        ),
        (["replay"], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_done_is_said(
    trace: Any, file: Path, words: list[str], status: int, text: str
) -> None:
    run = trace(*(word.replace("FILE", str(file)) for word in words))

    assert run.returncode == status
    assert text in run.stderr


def test_neither_engine_nor_root_nor_linux_is_needed(file: Path) -> None:
    """Modules that only Linux (or Unix) has, and all of docker's, cannot be loaded here."""
    absent = ("engine", "cli", "fcntl", "pwd", "grp", "resource", "termios", "tty", "syslog")
    program = (
        "import sys\n"
        f"for name in {absent!r}: sys.modules[name] = None\n"
        f"sys.argv = ['trace', 'replay', {str(file)!r}]\n"
        "import os; del os.geteuid\n"
        "from walkthrough.main import main; main()"
    )

    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert "About layer" in run.stdout


# In its own time.


def a_step(started: float, duration: float) -> Step:
    return Step(lesson=None, parent=None, depth=0, started=started, duration=duration)


def test_it_takes_the_time_it_took_divided_by_the_speed() -> None:
    slept: list[float] = []
    paced = Paced(2, slept.append)
    outer, inner = a_step(0.0, 3.0), a_step(1.0, 1.0)

    paced.opened(outer)
    paced.opened(inner)
    paced.closed(inner)
    paced.closed(outer)

    assert slept == [0.5, 0.5, 0.5]


def test_what_ran_at_the_same_time_is_not_waited_for_twice() -> None:
    slept: list[float] = []
    paced = Paced(1, slept.append)
    first, second = a_step(0.0, 2.0), a_step(0.5, 1.0)

    for step in (first, second):
        paced.opened(step)
        paced.closed(step)

    assert slept == [2.0]


def test_nobody_waits_long() -> None:
    slept: list[float] = []

    Paced(0.01, slept.append).opened(a_step(10.0, 0))

    assert slept == [LONGEST_WAIT]


# Step by step.


def browser(*texts: str) -> Browser:
    return Browser([Scene(number, text) for number, text in enumerate(texts)], "en")


def lines_of(screen: str) -> list[str]:
    *text, status = re.sub(r"\x1b\[\d*m", "", screen).split("\r\n")
    assert status.startswith(" ")
    return [line for line in text if line]


@pytest.mark.parametrize("key", NEXT)
def test_each_key_for_it_goes_on(key: str) -> None:
    seen = browser("one\n", "two\n")

    assert seen.take(key)
    assert lines_of(seen.screen(80, 9)) == ["one", "two"]


@pytest.mark.parametrize("key", BACK)
def test_each_key_for_it_goes_back(key: str) -> None:
    seen = browser("one\n", "two\n")
    seen.take("n")

    assert seen.take(key)
    assert lines_of(seen.screen(80, 9)) == ["one"]


@pytest.mark.parametrize("key", QUIT)
def test_each_key_for_it_leaves(key: str) -> None:
    assert not browser("one\n").take(key)


def test_a_terminal_that_is_gone_ends_it() -> None:
    assert not browser("one\n").take(None)


def test_both_ends_are_a_key_away_and_nothing_is_behind_them() -> None:
    seen = browser("one\n", "two\n", "three\n")

    for key, line in ((LAST[0], "three"), ("n", "three"), (FIRST[0], "one"), ("p", "one")):
        seen.take(key)
        assert lines_of(seen.screen(80, 9))[-1] == line


def test_a_scene_that_is_longer_than_the_screen_is_shown_in_parts() -> None:
    seen = browser("".join(f"line {n}\n" for n in range(5)), "next\n")

    parts = []
    for _ in range(4):
        parts.append(lines_of(seen.screen(80, 4)))
        seen.take("n")

    assert parts[:2] == [["line 0", "line 1", "line 2"], ["line 3", "line 4"]]
    assert parts[2][-1] == "next"


def test_a_wide_line_takes_more_rows() -> None:
    seen = browser("above\n", "x" * 25 + "\n")
    seen.take("n")

    assert lines_of(seen.screen(10, 5)) == ["above", "x" * 25]
    assert lines_of(seen.screen(10, 4)) == ["x" * 25]


def test_values_are_shown_in_full_and_put_away_again() -> None:
    long = "x" * 300
    story = Story().chapter("command").open("create", name=f"'{long}'").close(f"'{long}'")
    seen = Browser([Scene(1, "one\n")], "en", lambda number: values(story.trace(), number))

    shown = []
    for key in ("a", "a", "a", "n"):
        seen.take(key)
        shown.append(lines_of(seen.screen(400, 9)))

    assert shown[0] == [f"name = '{long}'", f"→ '{long}'"]
    assert shown == [shown[0], ["one"], shown[0], ["one"]]


class Terminal:
    """Runs `trace replay FILE --step` in a terminal of its own."""

    def __init__(self, file: Path, environment: dict[str, str]) -> None:
        self._command = [sys.executable, "-m", "walkthrough", "replay", str(file), "--step"]
        self._environment = {k: v for k, v in environment.items() if k not in ("COLUMNS", "TERM")}

    def __enter__(self) -> Self:
        self._master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            self._command,
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={**self._environment, "TERM": "xterm-256color"},
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._slave)
        os.close(self._master)

    def press(self, key: str) -> None:
        os.write(self._master, key.encode())

    def screen(self, status: str) -> str:
        """Return the screen that has `status` in its last line, once it is there."""
        seen, deadline = "", time.monotonic() + 60
        while status not in seen.rpartition("\x1b[2J")[2] and time.monotonic() < deadline:
            if select.select([self._master], [], [], 0.1)[0]:
                seen += os.read(self._master, 65536).decode()
        assert status in seen, seen
        return seen.rpartition("\x1b[2J")[2]

    def settings(self) -> list[Any]:
        return termios.tcgetattr(self._slave)


@pytest.fixture
def terminal(file: Path, environment: dict[str, str]) -> Iterator[Terminal]:
    with Terminal(file, environment) as made:
        yield made


def test_keys_lead_forward_and_back_in_a_terminal(terminal: Terminal) -> None:
    first = terminal.screen(" 1 of 4 ")
    terminal.press(" ")
    second = terminal.screen(" 2 of 4 ")
    terminal.press("\x1b[C")
    third = terminal.screen(" 3 of 4 ")
    terminal.press("\x1b[D")
    back = terminal.screen(" 2 of 4 ")

    assert "The command runs" in first
    assert "About create" in second
    assert "About verify" not in second
    assert "About verify" in third
    assert back == second
    assert "\x1b[1m" in second  # coloured


def test_leaving_puts_the_terminal_back(terminal: Terminal) -> None:
    terminal.screen(" 1 of 4 ")
    terminal.press("q")

    assert terminal.process.wait(30) == 0
    assert terminal.settings() == terminal.before
