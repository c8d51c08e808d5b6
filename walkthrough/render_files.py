"""Writes a trace as events, as plain text, or as a picture of a terminal.

The text is the terminal's, word for word, without its control codes; the picture is the text
with its colours.
"""

from __future__ import annotations

import io
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from walkthrough import render, trace_file
from walkthrough.renderers import Look
from walkthrough.trace_file import Trace
from walkthrough.view import View
from walkthrough.words import speaker

if TYPE_CHECKING:
    from rich.console import Console


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
    picture = console.export_svg(title=title, theme=MONOKAI, unique_id="trace")
    path.write_text(picture, encoding="utf-8", errors="backslashreplace")


def tell(trace: Trace, console: Console, look: Look) -> None:
    """Tell the story to a console, as it was told when it happened."""
    say = speaker(look.lang)
    renderer = render.Renderer(console, trace_file.locate, say=say, live=False)
    trace.tell(View(look.choice, renderer, trace.data_root), look.lang)
