"""Has one step fail, once: the step of `--fail-at STEP[:before|after]`.

*Before* is when the step begins: it does nothing. *After* is when it has done its work and its
caller goes on: the next thing that the caller does fails, so what the caller notes down about the
step (a result, how to take it back) is noted. The error is a real one, raised in the function that
fails; nothing of the engine knows of it beforehand.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FrameType, FunctionType, TracebackType
from typing import TYPE_CHECKING, Self

from engine.golang.errors import GoError
from walkthrough.observer import frame_of, function_of

if TYPE_CHECKING:
    from walkthrough.lesson import Lesson
    from walkthrough.observer import Observer
    from walkthrough.source import Place

BEFORE, AFTER = "before", "after"
_MAX_NAMED = 12


class UnknownStep(Exception):
    """A name means no step, or several; the text lists those that may be meant."""


class MadeToFail(GoError):
    """The error that was asked for. To the engine it is any error that has no class."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which step is to fail, and when."""

    lesson: Lesson
    when: str = BEFORE

    @property
    def text(self) -> str:
        """What the error says."""
        return f"made to fail {self.when} {self.lesson.name}"


def parse(word: str) -> tuple[str, str]:
    """Part `STEP[:before|after]`.

    Raises:
        UnknownStep: there is no step in it, or something else stands behind the colon.
    """
    step, _, when = word.partition(":")
    when = when or BEFORE
    if not step or when not in (BEFORE, AFTER):
        raise UnknownStep(f"{word!r} is not STEP, STEP:{BEFORE} or STEP:{AFTER}")
    return step, when


def plan(word: str, lessons: Iterable[Lesson], locate: Callable[[Lesson], Place | None]) -> Plan:
    """Find out what `STEP[:before|after]` means.

    Raises:
        UnknownStep: STEP names no step, or several.
    """
    name, when = parse(word)
    return Plan(find(name, lessons, locate), when)


def find(name: str, lessons: Iterable[Lesson], locate: Callable[[Lesson], Place | None]) -> Lesson:
    """Return the step that `name` means: a Python name, plain or dotted, a Go name, or an id.

    A name may be given in part, from a dot on. One with a dot that is some step's whole name means
    that step; without a dot it means every function that is called so. Capitals count where
    nothing else tells two names apart, as `Driver.create` and `Driver.Create` in Go.

    Raises:
        UnknownStep: there is none, or there are several.
    """
    wanted = _plain(name)
    known = {lesson.id: (lesson, _names(lesson, locate)) for lesson in lessons}
    found: list[Lesson] = []
    for fits in _WAYS:
        found = found or [one for one, names in known.values() if fits(wanted, one.id, names)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownStep(f"{name!r} may be any of these:\n{_listed(found, locate)}")
    near = _near(wanted, known)
    hint = f"; is it one of these?\n{_listed(near, locate)}" if near else ""
    raise UnknownStep(f"no step is called {name!r}{hint}")


def _plain(name: str) -> str:
    return name.strip().removesuffix("()").replace("(*", "").replace(")", "")


def _names(lesson: Lesson, locate: Callable[[Lesson], Place | None]) -> set[str]:
    """Return what a step is called, but for its id."""
    place = locate(lesson)
    go = {_plain(place.symbol)} if place is not None else set()
    return {lesson.name, f"{lesson.module}.{lesson.name}", *go}


def _whole(wanted: str, names: Iterable[str]) -> bool:
    return "." in wanted and wanted in names


def _end(wanted: str, names: Iterable[str]) -> bool:
    return any(f".{name}".endswith(f".{wanted}") for name in names)


def _lower(names: Iterable[str]) -> set[str]:
    return {name.lower() for name in names}


# How a name may fit a step, given its id and its other names; the first way that fits any counts.
_WAYS: tuple[Callable[[str, str, set[str]], bool], ...] = (
    lambda wanted, id, names: wanted == id,
    lambda wanted, id, names: _whole(wanted, names),
    lambda wanted, id, names: _whole(wanted.lower(), _lower({id, *names})),
    lambda wanted, id, names: _end(wanted, names),
    lambda wanted, id, names: _end(wanted.lower(), _lower(names)),
)


def _near(wanted: str, known: dict[str, tuple[Lesson, set[str]]]) -> list[Lesson]:
    """Return steps whose names look like `wanted`, likeliest first."""
    last = wanted.rsplit(".", 1)[-1].lower()
    ends: dict[str, list[Lesson]] = {}
    for lesson, names in known.values():
        for end in sorted({spelled.rsplit(".", 1)[-1] for spelled in _lower(names)}):
            ends.setdefault(end, []).append(lesson)
    alike = difflib.get_close_matches(last, ends, n=5)
    inside = [end for end in ends if len(last) > 2 and last in end]
    found = (lesson for end in [*alike, *inside] for lesson in ends[end])
    return list({lesson.id: lesson for lesson in found}.values())


def _listed(lessons: Iterable[Lesson], locate: Callable[[Lesson], Place | None]) -> str:
    """Return a line for each of `lessons`: what it can be called."""
    several = list(lessons)
    lines = []
    for lesson in several[:_MAX_NAMED]:
        place = locate(lesson)
        go = f"  (Go: {place.symbol})" if place is not None else ""
        lines.append(f"  {lesson.module}.{lesson.name}{go}\n      {lesson.id}")
    if len(several) > _MAX_NAMED:
        lines.append(f"  … and {len(several) - _MAX_NAMED} more")
    return "\n".join(lines)


class Fault:
    """Carries out a plan while its `with` block runs; hears of all steps, as the observer tells."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.error = MadeToFail(plan.text)
        self._function = function_of(plan.lesson.step)
        self._armed = False
        self._set = False

    @property
    def struck(self) -> bool:
        """Whether the error was raised."""
        return self.error.__traceback__ is not None

    @property
    def came_by(self) -> bool:
        """Whether the step was reached."""
        return self._set

    def __enter__(self) -> Self:
        self._armed = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._armed = False

    def started(self, function: FunctionType, observer: Observer) -> None:
        """A watched function begins."""
        if self._hits(function) and self.plan.when == BEFORE:
            self._set = True
            observer.fail(self.error)

    def returned(self, function: FunctionType, observer: Observer) -> None:
        """A watched function is over."""
        if self._hits(function) and self.plan.when == AFTER:
            self._set = True
            observer.fail_after(frame_of(function), self.error, can_fail)

    def _hits(self, function: FunctionType) -> bool:
        return self._armed and not self._set and function is self._function


def can_fail(frame: FrameType) -> bool:
    """Tell whether a function may fail in its caller's place.

    What begins or ends a block may not, nor what notes how to take a step back: no caller expects
    that.
    """
    code = frame.f_code
    if code.co_flags & inspect.CO_GENERATOR or code.co_name in ("__enter__", "__exit__"):
        return False
    module = str(frame.f_globals.get("__name__", ""))
    if code.co_filename.startswith("<") or module == "engine.golang.defer":
        return False
    return module.split(".")[0] in ("engine", "cli")
