"""Wraps text for a terminal, where a Chinese character takes two columns and a line may end at it.

Text of narrow characters alone is wrapped as the standard library does.
"""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from rich.cells import cell_len

_WIDE = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001f64f\U0001f900-\U0001f9ff\U00020000-\U0003fffd"
)
_OPENING = "（「『《【〔"
_CLOSING = "，。：；、！？）」』》】〕"
# What stays together: a word or one wide character, with the punctuation that belongs to it.
_UNIT = re.compile(
    rf"\s+|[{_OPENING}]*(?:[^\s{_WIDE}]+|[{_WIDE}])[{_CLOSING}]*|[{_OPENING}]+[{_CLOSING}]*"
)
_PUNCTUATION = frozenset(_OPENING + _CLOSING)
_ONE_WIDE = re.compile(f"[{_WIDE}]")


def width(text: str) -> int:
    """Return how many columns `text` takes."""
    return cell_len(text)


def wrap(text: str, columns: int, *, first: str = "", rest: str = "") -> list[str]:
    """Return `text` as lines of at most `columns`; they begin with `first`, then with `rest`.

    No line begins with closing or ends with opening Chinese punctuation.
    """
    if cell_len(text) == len(text):
        return textwrap.wrap(
            text, columns, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
        )
    lines: list[str] = []
    line = indent = first
    for unit in _units(text, columns - max(len(first), len(rest))):
        if cell_len(line + unit.rstrip()) > columns and line != indent:
            lines.append(line.rstrip())
            line = indent = rest
        line += unit if line != indent else unit.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _units(text: str, columns: int) -> Iterator[str]:
    """Yield what may not be torn apart, as far as it fits into a line."""
    for unit in _UNIT.findall(text.strip()):
        piece = ""
        for character in " " * len(unit) if unit.isspace() else unit:
            if piece and cell_len(piece + character) > columns:
                yield piece
                piece = ""
            piece += character
        yield piece


def unfold(text: str) -> str:
    """Return lines of text as one; two Chinese characters need no blank between them."""
    lines = [line.strip() for line in text.strip().splitlines()]
    whole = lines[0] if lines else ""
    for line in lines[1:]:
        whole += _joint(whole[-1:], line[:1]) + line
    return whole


def _joint(before: str, after: str) -> str:
    """Return what stands between two characters that a line's end has parted."""
    both_wide = _ONE_WIDE.match(before) and _ONE_WIDE.match(after)
    return "" if both_wide or {before, after} & _PUNCTUATION else " "
