"""The map of the chain as a table for people, as JSON for programs, as Markdown for pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from walkthrough.chain_map import Entry, Mark
from walkthrough.reading_words import Read
from walkthrough.source import Place
from walkthrough.words import Say
from walkthrough.wrap import width, wrap

if TYPE_CHECKING:
    from rich.console import Console

VERSION = 1
Elsewhere = Mapping[str, Sequence[str]]
_COLUMN = 31
_PART = "  "  # in front of what is a part of a Go function
_STYLES = {
    Mark.SAME: "",
    Mark.DIFFERS: "yellow",
    Mark.MENDED: "green",
    Mark.LEFT_OUT: "red",
}
_WORDS = {
    Mark.SAME: Read.SAME,
    Mark.DIFFERS: Read.DIFFERS,
    Mark.MENDED: Read.MENDED,
    Mark.LEFT_OUT: Read.LEFT_OUT,
}


def mark_text(mark: Mark, say: Say) -> str:
    """Return a mark as a word."""
    return say(_WORDS[mark])


def write_table(console: Console, found: Sequence[Entry], rest: Elsewhere, say: Say) -> None:
    """Write the map to a console: a heading for each file that the journey comes to."""
    console.print(say(Read.KEY), style="bold", markup=False)
    file: tuple[str, str] | None = None
    for entry in found:
        here = (entry.path, _file_url(entry.place)) if entry.path else file
        if here != file and here is not None:
            console.print()
            console.print(f"{here[0]}  [{entry.side}]", style="bold cyan", markup=False)
            console.print(f"  {here[1]}", style=f"dim link {here[1]}", markup=False, soft_wrap=True)
        file = here
        for text, style in _row(entry, say, console.width):
            console.print(text, style=style, markup=False, soft_wrap=True)
    if rest:
        console.print()
        console.print(say(Read.ELSEWHERE), style="bold", markup=False)
        for path, lines in rest.items():
            console.print(f"  {path}", style="cyan", markup=False)
            for line in lines:
                _write_remark(console, line)
    console.print()
    console.print(count(found, say), style="bold", markup=False)


def count(found: Sequence[Entry], say: Say) -> str:
    """Return how many steps have which mark."""
    return say(Read.COUNT, len(found), *(sum(e.mark is mark for e in found) for mark in Mark))


def _row(entry: Entry, say: Say, columns: int) -> Iterator[tuple[str, str]]:
    style = _STYLES[entry.mark]
    sign = entry.mark.value
    if entry.mark is Mark.LEFT_OUT:
        around = f"  ({say(Read.AROUND, entry.around.symbol)})" if entry.around else ""
        yield f"{sign} {entry.id.rpartition('.')[2]}{around}", style
    else:
        python = f"{entry.name}:{entry.line}"
        go = ""
        if entry.place is not None:
            part = entry.place.part  # its name has the lines already
            python = f"{_PART * part}{python}"
            go = entry.place.symbol + f"  {entry.place.lines}" * (not part)
        section = f"  {say(Read.SECTION, entry.section)}" if entry.section else ""
        rest = f"{go}{section}"
        link = f"{style} link {entry.place.url}".strip() if entry.place else style
        if width(python) <= _COLUMN and _COLUMN + 4 + width(rest) <= columns:
            yield f"{sign} {python}{' ' * (_COLUMN - width(python))}  {rest}", link
        else:
            yield f"{sign} {python}", style
            yield f"{' ' * 8}{rest}", link
    for remark in entry.remarks:
        for line in wrap(remark, columns, first="    ", rest="    "):
            yield line, f"italic {style}"


def _write_remark(console: Console, remark: str) -> None:
    for line in wrap(remark, console.width, first="    ", rest="    "):
        console.print(line, style="italic yellow", markup=False, soft_wrap=True)


def _file_url(place: Place | None) -> str:
    return place.url.partition("#")[0] if place else ""


def to_json(found: Sequence[Entry], rest: Elsewhere) -> str:
    """Return the map as JSON."""
    steps = [_object(entry) for entry in found]
    whole = {"version": VERSION, "steps": steps, "differences_elsewhere": dict(rest)}
    return json.dumps(whole, indent=1, ensure_ascii=False)


def _object(entry: Entry) -> dict[str, Any]:
    python = {"path": entry.path, "name": entry.name, "line": entry.line} if entry.path else None
    return {
        "id": entry.id,
        "side": entry.side,
        "title": entry.title,
        "section": entry.section,
        "python": python,
        "go": _go(entry.place),
        "inside": _go(entry.around),
        "mark": entry.mark.name.lower().replace("_", " "),
        "remarks": list(entry.remarks),
    }


def _go(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "repository": place.repository,
        "tag": place.tag,
        "path": place.path,
        "symbol": place.symbol,
        "lines": [place.first, place.last],
        "url": place.url,
    }


def to_markdown(found: Sequence[Entry], rest: Elsewhere, say: Say) -> str:
    """Return the map as Markdown; links to Python lead from the top of the project."""
    heads = say(Read.HEADS).split("|")
    lines = [_cells(heads), _cells(["---"] * len(heads))]
    lines += [_markdown_row(entry, say) for entry in found]
    lines += ["", count(found, say)]
    if rest:
        lines += ["", f"## {say(Read.ELSEWHERE)}", ""]
        lines += [f"- [{path}]({path}): {line}" for path, said in rest.items() for line in said]
    return "\n".join(lines)


def _markdown_row(entry: Entry, say: Say) -> str:
    python = f"[`{entry.name}`]({entry.path}#L{entry.line})" if entry.path else ""
    place = entry.place or entry.around
    go = f"[`{place.symbol}`]({place.url})" if place else ""
    if entry.place is None and entry.around is not None:
        go = say(Read.AROUND, go)
    mark = ": ".join([mark_text(entry.mark, say), *entry.remarks[:1]])
    mark = " ".join([mark, *entry.remarks[1:]])
    return _cells([f"`{entry.id}`", python, go, entry.section, mark])


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
