"""One step of a story, and who puts a story into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.lesson import Lesson


@dataclass(slots=True, eq=False)
class Step:
    """One call of a lesson's function, from its start to its end."""

    lesson: Lesson | None
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
    ended: bool = False
    closed: bool = False
    number: int = 0
    told_at: int = 0
    items: list[Step | Effect | Exchange | str] = field(default_factory=list)
    told: int = 0
    alike: dict[str, int] = field(default_factory=dict)
    folded: dict[str, list[float]] = field(default_factory=dict)
    effects: int = 0
    frame: int = 0
    handled: int = 0
    hidden: bool = False


class Teller(Protocol):
    """Who puts the story into words: the renderer."""

    def chapter(self, heading: str) -> None:
        """A new part of the story begins."""

    def opened(self, step: Step) -> None:
        """A step begins."""

    def effect(self, step: Step, effect: Effect) -> None:
        """An open step changed something."""

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """An open step sent or received something."""

    def closed(self, step: Step) -> None:
        """A step is over."""
