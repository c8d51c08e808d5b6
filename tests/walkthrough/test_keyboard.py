from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from walkthrough.keyboard import Keyboard, NoTerminal


class Terminal:
    """A pseudo terminal: what is written to its master is typed."""

    def __init__(self) -> None:
        self.master, self.slave = pty.openpty()

    def settings(self) -> list[Any]:
        return termios.tcgetattr(self.slave)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.slave

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def type_when_awaited(self, text: str) -> None:
        """Type once somebody waits for a key: then the terminal's settings are others."""
        threading.Thread(target=self._type_later, args=(text, self.settings())).start()

    def _type_later(self, text: str, before: list[Any]) -> None:
        while self.settings() == before:
            time.sleep(0.001)
        self.type(text)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    os.close(made.slave)
    os.close(made.master)


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("n", id="letter"),
        pytest.param("\x03", id="Ctrl-C"),
        pytest.param("\x1b[A", id="arrow"),
        pytest.param("é", id="two bytes"),
        pytest.param("步", id="three bytes"),
    ],
)
def test_a_key_is_taken_as_it_is_pressed(terminal: Terminal, key: str) -> None:
    keyboard = Keyboard(terminal, terminal)
    terminal.type_when_awaited(key)

    assert keyboard.key() == key


def test_keys_typed_ahead_are_kept(terminal: Terminal) -> None:
    keyboard = Keyboard(terminal, terminal)
    terminal.type("abc")

    assert [keyboard.key() for _ in range(3)] == ["a", "b", "c"]


def test_a_line_is_edited_as_the_terminal_does(terminal: Terminal) -> None:
    keyboard = Keyboard(terminal, terminal)
    terminal.type("0711\x7f0\n")

    assert keyboard.line() == "0710"


def test_the_terminal_is_put_back_after_each_key(terminal: Terminal) -> None:
    before = terminal.settings()
    keyboard = Keyboard(terminal, terminal)
    terminal.type("n")

    keyboard.key()

    assert terminal.settings() == before


def test_closing_wakes_whoever_waits_and_puts_the_terminal_back(terminal: Terminal) -> None:
    before = terminal.settings()
    keyboard = Keyboard(terminal, terminal)
    keys: list[str | None] = []
    waiting = threading.Thread(target=lambda: keys.append(keyboard.key()))
    waiting.start()
    while terminal.settings() == before:
        time.sleep(0.001)

    keyboard.close()
    waiting.join(5)

    assert keys == [None]
    assert terminal.settings() == before
    assert keyboard.key() is None


def test_a_terminal_that_hangs_up_gives_no_more_keys() -> None:
    terminal = Terminal()
    keyboard = Keyboard(terminal, terminal)

    os.close(terminal.master)

    assert keyboard.key() is None
    os.close(terminal.slave)


def test_without_a_terminal_there_is_no_keyboard() -> None:
    program = "from walkthrough.keyboard import Keyboard; Keyboard()"

    run = subprocess.run(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )

    assert f"{NoTerminal.__name__}: standard input and standard error are to be" in run.stderr
