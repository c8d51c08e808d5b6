"""One step to read: its lesson, its Python source, and its Go source if there is a clone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from walkthrough import inspection
from walkthrough.chain_map import Entry
from walkthrough.chain_map_formats import mark_text
from walkthrough.guide_words import Told
from walkthrough.lesson import Lesson
from walkthrough.words import Say, Word
from walkthrough.wrap import wrap

if TYPE_CHECKING:
    from rich.console import Console
    from rich.syntax import Syntax

SIDE_BY_SIDE = 160  # columns
_MAX_TEXT = 110
_TAB = "    "


def write(console: Console, lesson: Lesson, entry: Entry, say: Say, go: str = "") -> None:
    """Write a step to a console; `go` is the source of its twin, if it is at hand."""
    _write_lesson(console, lesson, entry, say)
    found = inspection.source(lesson.module, lesson.code.co_firstlineno)
    python = found.text if found is not None else say(Told.NO_SOURCE)
    place = entry.place
    heads = (f"{entry.path}:{entry.line}", f"{place.path}#L{place.first}" if place else "")
    if not console.is_terminal:
        _write_plain(console, heads[0], python)
        if go:
            _write_plain(console, heads[1], go.replace("\t", _TAB))
        return
    parts = [(heads[0], _syntax(python, "python", entry.line))]
    if go and place is not None:
        parts.append((heads[1], _syntax(go.replace("\t", _TAB), "go", place.first)))
    if len(parts) > 1 and console.width >= SIDE_BY_SIDE:
        _write_beside(console, parts)
        return
    for head, syntax in parts:
        console.print()
        console.print(head, style="dim", markup=False)
        console.print(syntax, soft_wrap=False)


def _write_lesson(console: Console, lesson: Lesson, entry: Entry, say: Say) -> None:
    columns = min(console.width, _MAX_TEXT)
    _write_text(console, f"{lesson.name}  [{entry.side}]  {lesson.id}", columns, "bold cyan")
    _write_text(console, lesson.title, columns, "bold")
    _write_text(console, lesson.reason, columns, "")
    told, _, address = lesson.since.rpartition("https://")
    if told:
        _write_text(console, say(Word.SINCE, told.strip()), columns, "italic")
        _write_link(console, f"https://{address}")
    for remark in entry.remarks:
        _write_text(console, f"{mark_text(entry.mark, say)}: {remark}", columns, "yellow")
    if entry.place is not None:
        _write_text(console, f"{entry.mark.value} {entry.place.symbol}", columns, "dim")
        _write_link(console, entry.place.url)


def _write_text(console: Console, text: str, columns: int, style: str) -> None:
    for line in wrap(text, columns):
        console.print(line, style=style, markup=False, soft_wrap=True)


def _write_link(console: Console, url: str) -> None:
    console.print(url, style=f"dim link {url}", markup=False, soft_wrap=True)


def _write_plain(console: Console, head: str, text: str) -> None:
    console.print()
    console.print(head, markup=False, soft_wrap=True)
    console.print(text, markup=False, emoji=False, soft_wrap=True)


def _write_beside(console: Console, parts: list[tuple[str, Syntax]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(expand=True, padding=(0, 1))
    for _ in parts:
        table.add_column(ratio=1)
    table.add_row(*(Text(head, style="dim") for head, _ in parts))
    table.add_row(*(syntax for _, syntax in parts))
    console.print()
    console.print(table, soft_wrap=False)


def _syntax(text: str, language: str, first: int) -> Syntax:
    from rich.syntax import Syntax

    return Syntax(
        text,
        language,
        theme="ansi_dark",
        line_numbers=True,
        start_line=first,
        background_color="default",
        word_wrap=True,
    )
