"""What a story is made of, and who hears it.

A story is told as a stream of calls of a `Teller`. Everything between narrator and reader is a
teller: the recorder that keeps a trace, the view that leaves steps out, the renderer that writes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange


class Topic(Protocol):
    """What a step is about: a lesson, or what a saved trace has kept of one."""

    @property
    def id(self) -> str:
        """Its place in the chain of calls."""

    @property
    def name(self) -> str:
        """The step's name in its module, as `Driver.get`."""

    @property
    def module(self) -> str:
        """The dotted name of the module that has the step."""

    @property
    def title(self) -> str:
        """What the step does, in a line."""

    @property
    def reason(self) -> str:
        """Why it does so, as one paragraph."""

    @property
    def since(self) -> str:
        """What Docker has changed about it since 20.10, with a link; empty for nothing."""

    @property
    def main(self) -> bool:
        """Whether the step is on the main road through the story."""


@dataclass(frozen=True, slots=True)
class Output:
    """Text that docker's command line wrote for its user."""

    stream: str  # "stdout" or "stderr"
    text: str
    clock: float = field(default_factory=time.time, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a story: `kind` is one of those below, `detail` what is special here.

    A view that leaves its steps out fills in what they came to.
    """

    kind: str
    detail: str = ""
    at: float = 0.0
    steps: int = 0
    effects: int = 0
    seconds: float | None = None


ENGINE_STARTS, COMMAND_RUNS, ENGINE_STOPS = "engine-start", "command", "engine-stop"
REMAINS = "remains"  # what the command has left behind, counted


@dataclass(slots=True, eq=False)
class Step:
    """One call of a lesson's function, from its start to its end."""

    lesson: Topic | None
    parent: Step | None
    depth: int
    side: str = ""
    line: int = 0
    arguments: list[tuple[str, str]] = field(default_factory=list)
    after_error: str = ""
    result: str | None = None
    error: str | None = None
    started: float = 0.0
    duration: float = 0.0
    began: float = 0.0  # what the clock on the wall said, in seconds since 1970
    over: float = 0.0
    span: str = ""  # under which it is known to the engine that it asks
    answers: str = ""  # the span of the step that asked for it, in another process
    ended: bool = False
    closed: bool = False
    cut_off: bool = False  # nothing more will be heard of it
    number: int = 0  # the same whatever is shown
    told_at: int = 0  # the number of the step that explained this lesson
    items: list[Step | Effect | Exchange | Output | Chapter] = field(default_factory=list)
    told: int = 0
    frame: FrameType | None = None  # while it runs in this process
    handled: BaseException | None = None  # what was being handled when it began
    # What only a view fills in.
    brief: bool = False  # whether it is told in the short story
    children: int = 0  # steps inside that are shown
    left_out: int = 0  # steps inside that are not
    folded: dict[str, int] = field(default_factory=dict)  # changes that are not: kind -> count


class Teller(Protocol):
    """Who hears the story, in reading order. What a subclass does not need it leaves out."""

    def chapter(self, chapter: Chapter) -> None:
        """A new part of the story begins."""
        return

    def opened(self, step: Step) -> None:
        """A step begins."""
        return

    def effect(self, step: Step, effect: Effect) -> None:
        """An open step changed something."""
        return

    def outside(self, effect: Effect) -> None:
        """Something changed while no step was open."""
        return

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """An open step sent or received something."""
        return

    def output(self, step: Step, output: Output) -> None:
        """An open step wrote something for the user, who has seen it already."""
        return

    def closed(self, step: Step) -> None:
        """A step is over."""
        return

    def end(self) -> None:
        """The story is over."""
        return


class Tellers(Teller):
    """Tells several, one after the other."""

    def __init__(self, *tellers: Teller) -> None:
        self._tellers = tellers

    def chapter(self, chapter: Chapter) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.chapter(chapter)

    def opened(self, step: Step) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.opened(step)

    def effect(self, step: Step, effect: Effect) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.effect(step, effect)

    def outside(self, effect: Effect) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.outside(effect)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.exchange(step, exchange)

    def output(self, step: Step, output: Output) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.output(step, output)

    def closed(self, step: Step) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.closed(step)

    def end(self) -> None:
        """Hand it on."""
        for teller in self._tellers:
            teller.end()
