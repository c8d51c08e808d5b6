"""What is told about one step: which function it is, what it is for, and what to show of it.

A lesson never states a value of a run; those are observed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

from walkthrough.observer import code_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One step of the journey.

    `id` is its place in the chain of calls (dots lead from caller to callee), `step` the
    function, `show` the names of the arguments worth seeing. `section` names the part of the
    source analysis that this walk began with, where it speaks of the step.
    """

    id: str
    step: Callable[..., Any]
    title: str
    why: str
    show: tuple[str, ...] = ()
    section: str = ""

    @property
    def code(self) -> CodeType:
        """The code object by which the step is recognised when it runs."""
        return code_of(self.step)

    @property
    def name(self) -> str:
        """The step's name in its module, as `Driver.get`."""
        return str(getattr(inspect.unwrap(self.step), "__qualname__", self.step))

    @property
    def module(self) -> str:
        """The dotted name of the module that has the step."""
        return str(getattr(inspect.unwrap(self.step), "__module__", ""))

    @property
    def reason(self) -> str:
        """`why` as one paragraph."""
        return " ".join(self.why.split())


def by_code(lessons: Iterable[Lesson]) -> Mapping[int, Lesson]:
    """Index `lessons` by the identity of the code object of their step."""
    return {id(lesson.code): lesson for lesson in lessons}


_SIDES = (
    ("cli", "cli"),
    ("engine.client", "client"),
    ("engine.api", "api"),
    ("engine.runconfig", "api"),
    ("engine.cmd", "daemon"),
    ("engine.daemon.graphdriver", "graphdriver"),
    ("engine.daemon.images", "image"),
    ("engine.daemon", "daemon"),
    ("engine.image", "image"),
    ("engine.reference", "image"),
    ("engine.layer", "layer"),
    ("engine.volume", "volume"),
    ("engine.container", "container"),
    ("engine.distribution", "distribution"),
    ("engine.registry", "distribution"),
)


def side_of(module: str) -> str:
    """Return which part of Docker `module` belongs to; empty for what several parts share."""
    for package, side in _SIDES:
        if module == package or module.startswith(f"{package}."):
            return side
    return ""
