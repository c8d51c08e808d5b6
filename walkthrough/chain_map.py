"""The whole chain, Go beside Python: what is the same, what differs, and what is left out.

Nothing is kept here by hand. The steps and their order are the lessons', the Go code is found by
docstrings and `port.lock`, and what differs stands in `port.toml`: a step differs if its docstring
says so, or that of its class, or of a helper of the same module that is no step of its own.
"""

from __future__ import annotations

import difflib
import functools
import inspect
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import CodeType, FunctionType
from typing import Any

from walkthrough import source
from walkthrough.lesson import Lesson
from walkthrough.sides import side_of
from walkthrough.source import Place

LEDGER = source.LOCK.with_name("port.toml")
SHARED = "shared"
_SAYS_SO = re.compile(r"\b(Differs from Go|Unlike dockerd|unlike Go)\b")
_PULL_REQUEST = re.compile(r"\b\d{5}\b")


class Mark(Enum):
    """How a step stands to its Go twin; the value is its sign."""

    SAME = "="
    DIFFERS = "≠"
    MENDED = "+"
    LEFT_OUT = "∅"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step of the map.

    One that is left out has no Python code; `around` is the Go function that it happens in.
    """

    id: str
    side: str
    title: str = ""
    section: str = ""
    module: str = ""
    name: str = ""
    line: int = 0
    place: Place | None = None
    around: Place | None = None
    mark: Mark = Mark.SAME
    remarks: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The Python file, from the top of the project."""
        return self.module.replace(".", "/") + ".py" if self.module else ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What `port.toml` says: differences by Python file, and what is left out by step."""

    differences: Mapping[str, Sequence[str]]
    left_out: Mapping[str, str]


@functools.cache
def ledger() -> Ledger:
    """Read `port.toml`."""
    read: dict[str, Any] = tomllib.loads(LEDGER.read_text(encoding="utf-8"))
    differences = {
        path: (lines,) if isinstance(lines, str) else tuple(lines)
        for path, lines in read["differences"].items()
    }
    return Ledger(differences, read["left_out"])


def entries(lessons: Iterable[Lesson], book: Ledger | None = None) -> list[Entry]:
    """Return the whole map, in the order of `lessons`; what is left out stands where it would."""
    book = book or ledger()
    taught = list(lessons)
    steps = frozenset(lesson.code for lesson in taught)
    found = [_entry(lesson, steps, book) for lesson in taught]
    for id, reason in book.left_out.items():
        _insert(found, id, reason)
    return found


def elsewhere(found: Iterable[Entry], book: Ledger | None = None) -> dict[str, tuple[str, ...]]:
    """Return the differences of the ledger that no entry has as a remark, by Python file."""
    book = book or ledger()
    told = {remark for entry in found for remark in entry.remarks}
    rest = {
        path: tuple(line for line in lines if line not in told)
        for path, lines in book.differences.items()
    }
    return {path: lines for path, lines in rest.items() if lines}


def of_sides(found: Iterable[Entry], sides: Sequence[str]) -> list[Entry]:
    """Return the entries of some sides; of all, if none is named."""
    return [entry for entry in found if not sides or entry.side in sides]


def _entry(lesson: Lesson, steps: frozenset[CodeType], book: Ledger) -> Entry:
    remarks = tuple(dict.fromkeys(_remarks(lesson, steps, book)))
    mark = Mark.SAME
    if remarks:
        mended = all(_pull_requests(remark) for remark in remarks)
        mark = Mark.MENDED if mended else Mark.DIFFERS
    return Entry(
        id=lesson.id,
        side=side_of(lesson.module) or SHARED,
        title=lesson.title,
        section=lesson.section,
        module=lesson.module,
        name=lesson.name,
        line=lesson.code.co_firstlineno,
        place=source.locate(lesson),
        mark=mark,
        remarks=remarks,
    )


def _insert(found: list[Entry], id: str, reason: str) -> None:
    """Put a step that is left out behind the last one inside the function that would call it."""
    parent = id.rpartition(".")[0]
    inside = [
        number
        for number, entry in enumerate(found)
        if entry.id == parent or entry.id.startswith(f"{parent}.")
    ]
    number = inside[-1] + 1 if inside else len(found)
    caller = next((entry for entry in found if entry.id == parent), None)
    found.insert(
        number,
        Entry(
            id=id,
            side=caller.side if caller else SHARED,
            around=caller.place if caller else None,
            mark=Mark.LEFT_OUT,
            remarks=(reason,),
        ),
    )


def _remarks(lesson: Lesson, steps: frozenset[CodeType], book: Ledger) -> Iterator[str]:
    """Yield the ledger's lines about a step."""
    lines = book.differences.get(lesson.module.replace(".", "/") + ".py", ())
    if not lines:
        return
    for doc in _docstrings(lesson, steps):
        if _SAYS_SO.search(doc):
            yield _closest(doc, lines)
    later = _pull_requests(lesson.later)
    yield from (line for line in lines if later & _pull_requests(line))


def _pull_requests(text: str) -> set[str]:
    """Return the numbers of moby's pull requests that a text cites."""
    return set(_PULL_REQUEST.findall(text)) if re.search(r"\bpull\b", text) else set()


def _closest(doc: str, lines: Sequence[str]) -> str:
    """Return the line that has most of the words of what a docstring says of a difference."""
    found = _SAYS_SO.search(doc)
    said = doc[found.start() if found else 0 :].split()
    return max(lines, key=lambda line: _common(said, line.split()))


def _common(said: list[str], words: list[str]) -> int:
    blocks = difflib.SequenceMatcher(None, said, words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _docstrings(lesson: Lesson, steps: frozenset[CodeType]) -> Iterator[str]:
    """Yield what the step's docstring says, its class's, and those of its helpers."""
    step = inspect.unwrap(lesson.step)
    yield step.__doc__ or ""
    namespace: dict[str, Any] = dict(vars(sys.modules[lesson.module]))
    owner = namespace.get(lesson.name.rpartition(".")[0])
    if owner is not None:
        yield owner.__doc__ or ""
        namespace = {**namespace, **vars(owner)}
    seen, waiting = set(steps), [lesson.code]
    while waiting:
        for name in _names(waiting.pop()):
            helper = namespace.get(name)
            if not isinstance(helper, FunctionType) or helper.__code__ in seen:
                continue
            if helper.__module__ == lesson.module:
                seen.add(helper.__code__)
                waiting.append(helper.__code__)
                yield helper.__doc__ or ""


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that a function uses, and those used by functions inside it."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
