"""`trace coverage`: which functions of the chain a run went through, and the way to the others."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from walkthrough.lesson import Lesson
from walkthrough.sides import SIDES, side_of
from walkthrough.trace_file import Trace
from walkthrough.ways import Way, by_step
from walkthrough.words import Say, Word
from walkthrough.wrap import width, wrap

if TYPE_CHECKING:
    from rich.console import Console

SHARED = "shared"  # helpers that belong to no side


@dataclass(frozen=True, slots=True)
class File:
    """One file of the chain: its functions that were visited, and those that were not."""

    side: str
    path: str
    visited: tuple[Lesson, ...]
    missed: tuple[Lesson, ...]


def covered(trace: Trace, lessons: Iterable[Lesson]) -> list[File]:
    """Return the files of the chain, side by side, with what `trace` visited there."""
    seen = {event["lesson"] for event in trace.of("open")}
    by_module: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_module.setdefault(lesson.module, []).append(lesson)
    files = [
        File(
            side_of(module) or SHARED,
            module.replace(".", "/") + ".py",
            tuple(lesson for lesson in taught if lesson.id in seen),
            tuple(lesson for lesson in taught if lesson.id not in seen),
        )
        for module, taught in by_module.items()
    ]
    order = (*SIDES, SHARED)
    return sorted(files, key=lambda file: (order.index(file.side), file.path))


def write(
    console: Console, trace: Trace, files: list[File], say: Say, lang: str, *, watched: bool
) -> None:
    """Write the coverage to a console; `watched` says whether the engine was."""
    command = shlex.join(["docker", *trace.command])
    console.print(command, style="bold", markup=False, soft_wrap=True)
    for side in dict.fromkeys(file.side for file in files):
        ours = [file for file in files if file.side == side]
        console.print()
        console.print(_sum(side, ours, say), style="bold", markup=False)
        for file in ours:
            for text, style in _file(file, lang, say, watched, console.width):
                console.print(text, style=style, markup=False, soft_wrap=True)
    console.print()
    console.print(_sum(say(Word.IN_ALL), files, say), style="bold", markup=False)


def _sum(name: str, files: list[File], say: Say) -> str:
    visited = sum(len(file.visited) for file in files)
    count = visited + sum(len(file.missed) for file in files)
    return f"{name}: {say(Word.VISITED, visited, count)}"


def _file(
    file: File, lang: str, say: Say, watched: bool, columns: int
) -> Iterator[tuple[str, str]]:
    yield f"  {file.path}", "dim"
    if file.visited:
        names = ", ".join(lesson.name for lesson in file.visited)
        for line in wrap(f"✓ {names}", columns, first="    ", rest="      "):
            yield line, "green"
    for lesson in file.missed:
        how = _way(by_step().get(lesson.id), lesson, lang, say, watched)
        text = f"· {lesson.name}{' ' * max(1, 30 - width(lesson.name))}{how}"
        for line in wrap_kept(text, columns):
            yield line, "yellow"


def _way(way: Way | None, lesson: Lesson, lang: str, say: Say, watched: bool) -> str:
    if not watched and lesson.module.startswith("engine.") and side_of(lesson.module) != "client":
        return say(Word.WITHOUT_HOST)
    return way.told(lang) if way is not None else ""


def wrap_kept(text: str, columns: int) -> list[str]:
    """Wrap a name and what stands in the column beside it, and keep the blanks between."""
    head, rest = text[:32], text[32:]
    lines = wrap(rest, max(columns - 36, 20)) or [""]
    return [f"    {head}{lines[0]}".rstrip(), *(f"{' ' * 36}{line}" for line in lines[1:])]
