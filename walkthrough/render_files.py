"""Writes a trace as events, as plain text, or as a picture of a terminal.

The text is the terminal's, word for word, without its control codes; the picture is the text
with its colours.
"""

from __future__ import annotations

import html
import io
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from walkthrough import render, trace_file
from walkthrough.renderers import Look
from walkthrough.trace_file import Trace
from walkthrough.view import View
from walkthrough.words import speaker
from walkthrough.wrap import width

if TYPE_CHECKING:
    from rich.console import Console

_TITLE = 60  # characters
_VIEW_BOX = re.compile(r'(viewBox="0 0 (\S+) (\S+)")')
_TEXT = re.compile(r'textLength="([\d.]+)"([^>]*)>([^<]*)<')


def write_jsonl(trace: Trace, path: Path, look: Look) -> None:
    """Write all events, one a line."""
    trace_file.write(trace, path)


def write_txt(trace: Trace, path: Path, look: Look) -> None:
    """Write the story as text."""
    path.write_text(as_text(trace, look), encoding="utf-8", errors="backslashreplace")


def as_text(trace: Trace, look: Look) -> str:
    """Return the story as text."""
    text = io.StringIO()
    tell(trace, render.new_console(text, width=look.width), look)
    return text.getvalue()


def write_svg(trace: Trace, path: Path, look: Look) -> None:
    """Write the story as a picture that any browser shows."""
    from rich.console import Console
    from rich.terminal_theme import MONOKAI

    console = Console(
        file=io.StringIO(),
        record=True,
        width=look.width,
        highlight=False,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    tell(trace, console, look)
    title = shlex.join(["docker", *trace.command])
    if len(title) > _TITLE:
        title = title[: _TITLE - 1] + "…"
    picture = console.export_svg(title=title, theme=MONOKAI, unique_id="trace")
    path.write_text(mended(picture), encoding="utf-8", errors="backslashreplace")


def mended(picture: str) -> str:
    """Return rich's picture with a size of its own, and Chinese text as wide as it is.

    Without a size a long picture is shrunk to the window. Rich counts characters where it should
    count columns, which squeezes what takes two.
    """
    picture = _VIEW_BOX.sub(r'width="\2" height="\3" \1', picture, count=1)
    return _TEXT.sub(_stretched, picture)


def _stretched(text: re.Match[str]) -> str:
    length, between, content = float(text[1]), text[2], text[3]
    plain = html.unescape(content)
    if plain and width(plain) != len(plain):
        length = length / len(plain) * width(plain)
    return f'textLength="{length:g}"{between}>{content}<'


def tell(trace: Trace, console: Console, look: Look) -> None:
    """Tell the story to a console, as it was told when it happened."""
    say = speaker(look.lang)
    renderer = render.Renderer(console, trace_file.locate, say=say, live=False)
    trace.tell(View(look.choice, renderer, trace.data_root), look.lang)
