"""How a client's warnings look."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

import pytest

from engine.vendor.sirupsen import logrus


class Terminal(io.StringIO):
    """Somebody is looking."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def level() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    before = root.level
    yield root
    root.setLevel(before)


def test_a_file_gets_the_time_the_level_and_the_message() -> None:
    out = io.StringIO()
    logrus.set_output(out)

    logrus.warn('mind "the" gap')

    line = r'time="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)" level=warning msg=(.*)\n'
    found = re.fullmatch(line, out.getvalue())
    assert found is not None
    assert found[2] == r'"mind \"the\" gap"'


def test_a_plain_word_stays_without_quotes() -> None:
    out = io.StringIO()
    logrus.set_output(out)

    logrus.warn("gap")

    assert out.getvalue().endswith(" level=warning msg=gap\n")


def test_a_terminal_gets_colour_and_seconds() -> None:
    out = Terminal()
    logrus.set_output(out)

    logrus.warn("mind the gap")

    assert re.fullmatch(r"\x1b\[33mWARN\x1b\[0m\[\d{4,}\] mind the gap {33}\n", out.getvalue())


def test_who_wants_errors_only_gets_no_warning(level: logging.Logger) -> None:
    out = io.StringIO()
    logrus.set_output(out)
    level.setLevel(logging.ERROR)

    logrus.warn("gap")

    assert out.getvalue() == ""


def test_a_hint_comes_with_its_fields_only_where_everything_is_told(level: logging.Logger) -> None:
    out, terminal = io.StringIO(), Terminal()
    for one in (out, terminal):
        logrus.set_output(one)

        level.setLevel(logging.WARNING)
        logrus.debug("quiet", module="api")
        level.setLevel(logging.DEBUG)
        logrus.debug("loud", module="api", error="a b")

    assert out.getvalue().endswith(' level=debug msg=loud error="a b" module=api\n')
    assert "quiet" not in out.getvalue()
    colored = r"\x1b\[37mDEBU\x1b\[0m\[\d{4,}\] loud {41} \x1b\[37merror\x1b\[0m=\"a b\" .*=api\n"
    assert re.fullmatch(colored, terminal.getvalue())
