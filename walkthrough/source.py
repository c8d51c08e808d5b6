"""From a step to the Go code it mirrors: the `Go:` lines of docstrings, and `port.lock`.

A module's docstring ends in `Go: path/in/repo.go`, a function's in `Go: Symbol`, with the
file in front if it is another one of the same package, and behind it the lines in brackets if it is
a part of a longer Go function: `Go: parse (L388-L403)`. `port.lock` knows the lines of each
symbol at the tag, so a permalink needs no network and no clone.
"""

from __future__ import annotations

import functools
import inspect
import json
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from walkthrough.lesson import Lesson

LOCK = Path(__file__).with_name("port.lock")
MOBY, DOCKER_CLI = "moby/moby", "docker/cli"
_GO_LINE = re.compile(r"^\s*Go: (.+)$", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?")
_LINES = re.compile(r"\(L(\d+)(?:-L(\d+))?\)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A Go symbol that a docstring cites, and the files it may be in.

    `lines` are the first and the last if only a part of it is meant.
    """

    paths: tuple[str, ...]
    symbol: str
    lines: tuple[int, int] | None = None

    @property
    def key(self) -> str:
        """What it is called in `port.lock`."""
        if self.lines is None:
            return self.symbol
        return f"{self.symbol} ({_as_link(*self.lines)})"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a Go symbol stands.

    A part of a function, `part`, has the function's name and its own lines for a symbol.
    """

    repository: str
    tag: str
    path: str
    symbol: str
    first: int
    last: int
    part: bool = False

    @property
    def lines(self) -> str:
        """The lines as a permalink has them."""
        return _as_link(self.first, self.last)

    @property
    def url(self) -> str:
        """The permalink: the tag never moves, so the lines stay right."""
        return f"https://github.com/{self.repository}/blob/{self.tag}/{self.path}#{self.lines}"


def _as_link(first: int, last: int) -> str:
    return f"L{first}-L{last}" if last > first else f"L{first}"


def go_line(doc: str | None) -> str:
    """Return what the last `Go:` line of a docstring says, or nothing."""
    found = _GO_LINE.findall(doc or "")
    return found[-1].strip() if found else ""


def go_paths(module_doc: str | None) -> tuple[str, ...]:
    """Return the Go files that a module's docstring names."""
    paths: list[str] = []
    for part in re.split(r",\s*", go_line(module_doc)):
        path = part.split(" ")[0]
        if path.endswith(".go"):
            folder = posixpath.dirname(paths[0]) if paths and "/" not in path else ""
            paths.append(posixpath.join(folder, path))
    return tuple(paths)


def references(doc: str | None, module_doc: str | None) -> Iterator[Reference]:
    """Yield the Go symbols that a function's or class's docstring cites."""
    home = paths = go_paths(module_doc)
    for part in re.split(r",\s*", go_line(doc)):
        words = part.split(" ")
        if words[0].endswith(".go"):
            path = words.pop(0)
            folder = posixpath.dirname(home[0]) if home else ""
            paths = (path, posixpath.join(folder, path))  # from the top, or beside the home
        remark = len(words) > 1 and not words[1].startswith("(")
        if words and paths and not remark and _NAME.fullmatch(words[0]):
            yield Reference(paths, words[0], _lines(words[1:]))


def _lines(words: list[str]) -> tuple[int, int] | None:
    found = _LINES.fullmatch(" ".join(words))
    if found is None:
        return None
    first, last = found.groups()
    return int(first), int(last or first)


def repositories_of(module: str) -> tuple[str, ...]:
    """Return the repositories that have the Go twin of a Python module, likeliest first."""
    return (DOCKER_CLI, MOBY) if module.split(".")[0] == "cli" else (MOBY, DOCKER_CLI)


@functools.cache
def lock() -> dict[str, Any]:
    """Read `port.lock`."""
    with LOCK.open(encoding="utf-8") as file:
        read: dict[str, Any] = json.load(file)
    return read


def find(reference: Reference, module: str) -> Place | None:
    """Look a reference of `module` up in `port.lock`: in its files, else in their package."""
    for repository in repositories_of(module):
        known = lock()["repositories"].get(repository, {})
        for path in candidates(reference, known.get("files", {})):
            entry = known["files"][path].get(reference.key)
            if entry is not None:
                symbol, part = entry["go"], reference.lines is not None
                if part:
                    symbol += f" {_as_link(*entry['lines'])}"
                first, last = entry["lines"]
                return Place(repository, known["tag"], path, symbol, first, last, part)
    return None


def candidates(reference: Reference, files: Iterable[str]) -> Iterator[str]:
    """Yield those of `files` where the symbol may be: the files named, then their package."""
    known = sorted(files)
    folders = {posixpath.dirname(path) for path in reference.paths}
    yield from (path for path in reference.paths if path in known)
    yield from (path for path in known if posixpath.dirname(path) in folders)


def locate(lesson: Lesson) -> Place | None:
    """Return the Go twin of a lesson's step, as its docstring names it."""
    module_doc = sys.modules[lesson.module].__doc__
    doc = inspect.unwrap(lesson.step).__doc__
    places = (find(reference, lesson.module) for reference in references(doc, module_doc))
    return next((place for place in places if place is not None), None)
