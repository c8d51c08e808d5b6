"""A told create is stopped, looked at and aborted, in a real terminal."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.terminal import Terminal
from walkthrough.demo import registry

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)
PROMPT = "x abort  ?"


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    with registry.serve() as reference:
        yield reference


@pytest.fixture(scope="module")
def data_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stepping") / "root"


@pytest.fixture
def command(data_root: Path, image: str, trace: Any) -> list[str]:
    """`trace create`, to which options and the image are still to be added."""
    if not data_root.exists():
        pulled = trace("--data-root", str(data_root), "image", "pull", image)
        assert pulled.returncode == 0, pulled.stderr
    return [sys.executable, "-m", "walkthrough", f"--data-root={data_root}", "create"]


@pytest.fixture
def surroundings(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return {**environment, "TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path)}


@pytest.fixture
def stepping(command: list[str], image: str, surroundings: dict[str, str]) -> Iterator[Terminal]:
    """Stops before the step that creates the container."""
    words = [*command, "--step", "--focus=Daemon.create", "-v=/srv", image]
    with Terminal(words, surroundings) as terminal:
        terminal.wait_for(PROMPT)
        yield terminal


def press(terminal: Terminal, keys: str) -> str:
    """Press keys, each when the one before has been answered; return what the last one showed."""
    shown = ""
    for key in keys:
        terminal.press(key)
        shown = terminal.wait_for(PROMPT)
    return shown


def mounts_below(path: Path) -> list[str]:
    lines = Path("/proc/self/mounts").read_text().splitlines()
    return [line for line in lines if line.split()[1].startswith(f"{path}/")]


def test_it_stops_before_a_step_does_anything(stepping: Terminal, data_root: Path) -> None:
    containers = len(list((data_root / "containers").iterdir()))
    time.sleep(0.3)

    assert len(list((data_root / "containers").iterdir())) == containers
    assert re.search(r"\d+ create +\[daemon\]", stepping.shown)
    press(stepping, "n")
    stepping.press("c")
    status, out, _ = stepping.end()
    assert status == 0
    assert re.fullmatch(r"[0-9a-f]{64}\n", out)
    assert len(list((data_root / "containers").iterdir())) == containers + 1


def test_next_goes_in_and_over_goes_past(stepping: Terminal) -> None:
    first = press(stepping, "nn")
    inside = press(stepping, "n")
    past = press(stepping, "o")

    assert "get_image" in first
    assert "parse_any_reference" in inside
    assert "Store.get(ref=" in past
    # What is inside was told, and not stopped at.
    assert "parse_normalized_named" in past


def test_return_runs_to_the_end_of_the_function_around(stepping: Terminal) -> None:
    press(stepping, "nnn")

    shown = press(stepping, "r")

    assert re.search(r"→ \d+ returned <Image ", shown)
    assert "merge_and_verify_config" in shown


def test_over_at_the_outermost_step_runs_to_the_end(stepping: Terminal) -> None:
    stepping.press("o")

    status, _, shown = stepping.end()

    assert status == 0
    assert shown.count(PROMPT) == 1
    assert "1 container (" in shown


def test_arguments_source_and_lesson_are_shown(stepping: Terminal) -> None:
    arguments = press(stepping, "a")
    source = press(stepping, "s")
    lesson = press(stepping, "l")

    assert "opts = CreateOpts(" in arguments
    assert "engine/daemon/create.py:" in source
    assert "https://github.com/moby/moby/blob/v20.10.13/daemon/create.go#L" in source
    assert re.search(r"\d+ def create\(daemon: Daemon, opts: CreateOpts\)", source)
    assert "The heart: build it, or leave nothing behind" in lesson
    assert "Then and now: Since 29.5" in lesson


def test_the_first_stop_is_at_the_command_itself(
    command: list[str], image: str, surroundings: dict[str, str]
) -> None:
    with Terminal([*command, "--step", image], surroundings) as terminal:
        terminal.wait_for(PROMPT)
        arguments = press(terminal, "a")
        terminal.press("q")
        status, out, shown = terminal.end()

    # Nothing is cut, however wide the terminal: the image stands last.
    assert f"'create', '{image}']" in re.sub(r"[\r\n]", "", arguments)
    assert (status, out) == (1, "")
    assert re.search(r"^aborted at main\r?$", shown, re.MULTILINE)
    assert "in all: nothing" in shown
    assert "Traceback" not in shown


def test_a_step_that_is_told_once_something_has_happened_can_be_looked_at_and_aborted(
    command: list[str], image: str, surroundings: dict[str, str]
) -> None:
    words = [*command, "--step", "--only=graphdriver", "--depth=1", image]
    with Terminal(words, surroundings) as terminal:
        terminal.wait_for(PROMPT)
        shown = ""
        while "create_read_write  [graphdriver]  (see step" not in shown:
            shown = press(terminal, "n")
        arguments = press(terminal, "a")
        terminal.press("x")
        status, _, whole = terminal.end()

    assert "opts = CreateOpts()" in arguments
    assert "the next thing that it does fails" in whole
    assert re.search(r"↩ undo \w+\('overlay2/\w{12}…'\)", whole)
    assert "✗ raised MadeToFail: aborted at Driver.create_read_write" in whole
    assert status == 1
    assert "in all: nothing" in whole


def test_the_disk_is_shown_as_it_is_so_far(stepping: Terminal) -> None:
    before = press(stepping, "d")
    shown = ""
    while "create_container_os_specific_settings" not in shown:
        shown = press(stepping, "n" if shown == "" else "o")
    after = press(stepping, "d")

    assert "nothing has changed on disk so far" in before
    assert re.search(r"\+ containers/\w{12}…/  drwx--x--- 0:0", after)
    assert re.search(r"\+ overlay2/\w{12}…-init/diff/  .*inside\)", after)


def test_the_layers_are_drawn_once_the_container_is_written_down(stepping: Terminal) -> None:
    before = press(stepping, "g")
    shown = ""
    while " register " not in shown:
        shown = press(stepping, "n" if shown == "" else "o")

    after = press(stepping, "g")

    assert "not written down yet" in before
    assert re.search(r"upper.*\n(.*\n)*.*init.*\n(.*\n)*.*lower", after)
    assert "/.dockerenv" in after or ".dockerenv" in after


def test_a_mount_is_shown_while_it_is_there(stepping: Terminal) -> None:
    shown = ""
    while "setup(" not in shown:
        shown = press(stepping, "n")

    disk = press(stepping, "d")

    assert re.search(r"\+ overlay2/\w{12}…-init/merged/  \(mounted\)", disk)


def test_abort_fails_the_step_and_the_way_back_can_be_stepped_through(
    stepping: Terminal, data_root: Path
) -> None:
    shown = ""
    while " register " not in shown:
        shown = press(stepping, "n" if shown == "" else "o")
    back = press(stepping, "x")
    stepping.press("c")

    status, out, whole = stepping.end()

    assert "raised MadeToFail: aborted at register" in back
    assert "Undo what was made" in back
    assert (status, out) == (1, "")
    assert "Error response from daemon: aborted at register" in whole
    assert "in all: nothing" in whole
    assert mounts_below(data_root) == []


@pytest.mark.parametrize("key", ["q", "\x03"], ids=["q", "Ctrl-C"])
def test_quit_aborts_and_does_not_stop_again(stepping: Terminal, key: str) -> None:
    press(stepping, "n")
    stepping.wait_for_keys()
    stepping.press(key)

    status, _, shown = stepping.end()

    assert status == 1
    assert "Error response from daemon: aborted at " in shown
    assert "in all: nothing" in shown
    assert stepping.settings == stepping.before


def test_help_and_unknown_keys(stepping: Terminal) -> None:
    assert "make this step fail, and watch" in press(stepping, "?")
    assert "no such key" in press(stepping, "z")


def test_the_other_threads_wait_as_long_as_it_takes(stepping: Terminal) -> None:
    time.sleep(3)
    stepping.press("c")

    assert stepping.end()[0] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_in_order_and_puts_the_terminal_back(
    stepping: Terminal, data_root: Path, number: signal.Signals
) -> None:
    stepping.wait_for_keys()

    stepping.process.send_signal(number)

    status, _, _ = stepping.end()
    assert status not in (0, -number)
    assert stepping.settings == stepping.before
    assert mounts_below(data_root) == []


def test_without_a_terminal_it_says_so(
    command: list[str], image: str, surroundings: dict[str, str], data_root: Path
) -> None:
    for option in ("--step", "--predict"):
        run = subprocess.run(
            [*command, option, image],
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

        assert run.returncode == 2
        assert run.stderr == (
            f"trace: {option}: standard input and standard error are to be a terminal, where "
            "keys are pressed and shown\n"
        )


def test_the_demo_can_be_stepped_through(surroundings: dict[str, str], tmp_path: Path) -> None:
    words = [sys.executable, "-m", "walkthrough", f"--data-root={tmp_path}/root", "demo", "--step"]
    with Terminal(words, surroundings) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press("c")

        status, _, shown = terminal.end()

    assert status == 0
    assert "What is on disk now" in shown


def test_questions_are_asked_and_marked(
    command: list[str], image: str, surroundings: dict[str, str]
) -> None:
    with Terminal([*command, "--predict", "--name=asked", image], surroundings) as terminal:
        terminal.wait_for("Your answer, a/b/c/d/e: ")
        terminal.press("a")
        terminal.wait_for("Your answer, a/b: ")  # is there a directory by now?
        terminal.press("a")
        terminal.wait_for("Your answer, a/b/c/d: ")
        terminal.press("a")
        terminal.wait_for("Your answer, a/b: ")
        terminal.press("b")
        terminal.wait_for("Your answer, a/b/c/d: ")
        terminal.press("b")
        terminal.wait_for("Your answer, then Enter: ")
        terminal.press("710\n")
        terminal.wait_for("Your answer, then Enter: ")
        terminal.press("6\n")
        terminal.wait_for("Your answer, a/b: ")
        terminal.press("q")

        status, out, shown = terminal.end()

    assert (status, len(out)) == (0, 65)
    marks = re.findall(r"[✓✗] Question \d+: .*", shown)
    assert "✓ Question 1: right, 201: created." in marks
    assert "✗ Question 2: you said yes; what happened is no." in marks
    assert "✓ Question 6: right, 0710." in marks
    assert "✗ Question 7: you said 6; what happened is 26." in marks
    assert re.search(r"\nPredicted right: \d of 8\.\n", shown)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_it_works_in_tmux(
    command: list[str], image: str, surroundings: dict[str, str], tmp_path: Path
) -> None:
    tmux = ["tmux", "-S", str(tmp_path / "tmux.sock"), "-f", os.devnull]
    words = [*command, "--step", "--focus=Daemon.create", image]

    def screen() -> str:
        shown = subprocess.run(
            [*tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True
        )
        return shown.stdout

    def wait_for(pattern: str) -> None:
        deadline = time.monotonic() + 60
        while not re.search(pattern, screen(), re.DOTALL):
            assert time.monotonic() < deadline, screen()
            time.sleep(0.1)

    subprocess.run(
        [*tmux, "new-session", "-d", "-x", "100", "-y", "40", "sh"], env=surroundings, check=True
    )
    try:
        subprocess.run([*tmux, "send-keys", " ".join(words), "Enter"], check=True)
        wait_for(re.escape(PROMPT))
        subprocess.run([*tmux, "send-keys", "n"], check=True)
        # Before, Ctrl-C would end the client alone.
        wait_for("_require_image.*" + re.escape(PROMPT))
        subprocess.run([*tmux, "send-keys", "C-c"], check=True)
        wait_for("in all: nothing")
        subprocess.run([*tmux, "send-keys", "echo typed | tr a-z A-Z", "Enter"], check=True)
        wait_for("TYPED")
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)
