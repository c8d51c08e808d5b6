"""Draws a container's layers, the nearest on top, each with its real path on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from walkthrough.layer_origins import Origin, labels, origins
from walkthrough.layer_stack import Layer, Role, Stack
from walkthrough.reading_words import Read
from walkthrough.words import Say
from walkthrough.wrap import width

Line = tuple[str, str]  # a text and its style
_WIDTH = 76
_SHOWN = 12  # marks of one kind in one layer
_STYLES = {Role.UPPER: "bold green", Role.INIT: "bold yellow", Role.LOWER: "bold blue"}
_WORDS = {Role.UPPER: Read.UPPER, Role.INIT: Read.INIT, Role.LOWER: Read.LOWER}


def lines(stack: Stack, say: Say, *, files: bool = False) -> Iterator[Line]:
    """Yield the picture line by line; with `files`, also where each name at the top is from."""
    yield say(Read.CONTAINER, stack.name, stack.id[:12], stack.image), "bold"
    yield "", ""
    if stack.merged is not None:
        yield from _merged(stack, stack.merged, say)
    else:
        yield say(Read.NO_COPIES), "italic"
    for label, layer in zip(labels(stack.layers), stack.layers, strict=True):
        copied = stack.merged is None and layer is not stack.layers[-1]
        yield from _plate(label, layer, say, copied=copied)
        if layer.role is Role.UPPER and stack.work is not None:
            yield f"│ {say(Read.WORK)}: {stack.work}", "dim"
    yield f"└{'─' * (_WIDTH - 1)}", "dim"
    if files:
        yield from _files(stack, say)


def _merged(stack: Stack, merged: Path, say: Say) -> Iterator[Line]:
    word = Read.MOUNTED if stack.mounted else Read.NOT_MOUNTED
    edge = "═" if stack.mounted else "╌"
    yield _edge(edge, edge, "merged", say(word)), "bold magenta"
    yield f"  {merged}", ""


def _edge(corner: str, edge: str, label: str, text: str) -> str:
    head = f"{corner}{edge} {label} {edge}{edge} {text} "
    return head + edge * max(_WIDTH - width(head), 2)


def _plate(label: str, layer: Layer, say: Say, *, copied: bool) -> Iterator[Line]:
    text = say(_WORDS[layer.role]) + (f"; {say(Read.COPIED)}" if copied else "")
    yield _edge("├", "─", label, text), _STYLES[layer.role]
    yield f"│ {layer.path}", ""
    if not layer.exists:
        yield f"│ {say(Read.MISSING)}", "bold red"
        return
    names = [f"l/{layer.short}" if layer.short else "", layer.diff]
    if any(names):
        yield f"│ {'  '.join(filter(None, names))}", "dim"
    yield f"│ {say(Read.HOLDS, layer.folders, layer.files)}", ""
    yield from _marks(Read.WHITEOUT, layer.whiteouts, say, "red")
    yield from _marks(Read.OPAQUE, layer.opaque, say, "magenta")


def _marks(word: Read, paths: Sequence[str], say: Say, style: str) -> Iterator[Line]:
    for path in paths[:_SHOWN]:
        yield f"│   {say(word, path)}", style
    if len(paths) > _SHOWN:
        yield f"│   {say(Read.MORE, len(paths) - _SHOWN)}", style


def _files(stack: Stack, say: Say) -> Iterator[Line]:
    # Only the first of vfs's copies is ever seen.
    found = list(origins(stack.layers if stack.merged is not None else stack.layers[:1]))
    yield "", ""
    yield say(Read.FILES), "bold"
    if not found:
        yield f"  {say(Read.NO_FILES)}", ""
    columns = max((width(origin.name) for origin in found), default=0) + 2
    for origin in found:
        blanks = " " * (columns - width(origin.name))
        style = "red" if origin.removed_by else ""
        yield f"  {origin.name}{blanks}{_told(origin, say)}", style


def _told(origin: Origin, say: Say) -> str:
    hidden = ", ".join(origin.hidden)
    if not origin.seen:
        return say(Read.HIDDEN, origin.removed_by, hidden)
    seen = ", ".join(origin.seen)
    if len(origin.seen) > 1:
        seen = say(Read.MERGED, seen)
    if not hidden:
        return seen
    return say(Read.OPAQUE_IN if origin.opaque else Read.ABOVE, seen, hidden)
