# ruff: noqa: RUF001 (punctuation of full width is meant)
from __future__ import annotations

import textwrap

import pytest

from walkthrough.wrap import unfold, width, wrap


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("one two  three " * 12, id="words"),
        pytest.param("x" * 100, id="one long word"),
        pytest.param("→ returned 'x'  (2.1 ms)", id="narrow signs"),
        pytest.param("a hyphen-ated-word " * 6, id="hyphens"),
    ],
)
def test_text_of_narrow_characters_is_wrapped_as_ever(text: str) -> None:
    lines = wrap(text, 40, first="", rest="    ")

    assert lines == textwrap.wrap(text, 40, subsequent_indent="    ", break_on_hyphens=False)


def test_a_chinese_character_takes_two_columns() -> None:
    lines = wrap("镜像的层是共用的只读的", 10)

    assert lines == ["镜像的层是", "共用的只读", "的"]


def test_an_odd_number_of_columns_leaves_one_empty() -> None:
    lines = wrap("镜像的层", 5)

    assert [width(line) for line in lines] == [4, 4]


def test_no_line_begins_with_a_closing_mark() -> None:
    lines = wrap("镜像的层，读写层", 8)

    assert lines == ["镜像的", "层，读写", "层"]


def test_no_line_ends_with_an_opening_mark() -> None:
    lines = wrap("镜像层（层）", 8)

    assert lines == ["镜像层", "（层）"]


def test_a_name_inside_chinese_stays_in_one_piece() -> None:
    lines = wrap("这是 `containers/<ID>` 目录", 20)

    assert lines == ["这是", "`containers/<ID>` 目", "录"]


def test_a_name_longer_than_the_line_is_torn_apart() -> None:
    lines = wrap("层" + "x" * 12, 10)

    assert lines == ["层", "xxxxxxxxxx", "xx"]


def test_later_lines_hang() -> None:
    lines = wrap("返回 镜像的层是共用的", 12, first="", rest="  ")

    assert lines == ["返回 镜像的", "  层是共用的"]


def test_two_blanks_within_a_line_are_kept() -> None:
    lines = wrap("→ 完成  (0.1 ms)", 40)

    assert lines == ["→ 完成  (0.1 ms)"]


def test_nothing_makes_no_line() -> None:
    assert wrap("", 10) == []


@pytest.mark.parametrize("columns", range(12, 81))
def test_no_line_is_wider_than_the_columns(columns: int) -> None:
    text = "早先的源码分析（master）说：`lowerdir` 是「上层」，见 " + "x" * 90 + "。镜像，层。"

    lines = wrap(text, columns, first=" ", rest="   ")

    assert max(width(line) for line in lines) <= columns
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        pytest.param("镜像\n的层", "镜像的层", id="Chinese"),
        pytest.param("one\ntwo", "one two", id="English"),
        pytest.param("镜像的\n`lower`", "镜像的 `lower`", id="code after Chinese"),
        pytest.param("`lower`\n列出", "`lower` 列出", id="Chinese after code"),
        pytest.param("这样，\nDocker", "这样，Docker", id="after a comma"),
        pytest.param("层\n（layer）", "层（layer）", id="before a bracket"),
        pytest.param("\n  镜像  \n", "镜像", id="blank lines around"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_lines_are_joined_as_the_script_wants(lines: str, whole: str) -> None:
    assert unfold(lines) == whole
