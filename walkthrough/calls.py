"""The calls of a trace as a tree, made steady: without what differs from run to run by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.step import COMMAND_RUNS, Chapter, Step, Teller
from walkthrough.trace_file import Trace

# What is drawn at random, counted, or read off a clock.
_CHANCE = (
    (re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b…?|\b[0-9a-f]+…"), "<id>"),
    (re.compile(r"\b[A-Z2-7]{26}\b"), "<short>"),
    (re.compile(r"(trace-|removing-|write-set-|opaque-bug-check)\w+"), r"\1<random>"),
    (re.compile(r"(\.tmp-[\w.<>]*?)\d{6,}"), r"\1<random>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z?"), "<moment>"),
    (re.compile(r"\b\d+ bytes(: \"[^\"]*\")?"), "<size> bytes"),
    (re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:|%3A)\d+"), r"\1:<port>"),
    (re.compile(r"#[0-9a-f]{3,}"), "#<inode>"),
    (re.compile(r"(descriptor=)\d+"), r"\1<n>"),
)


def steady(text: str, data_root: str | None) -> str:
    """Return `text` without what chance put in."""
    if data_root:
        text = text.replace(f"{data_root}/", "").replace(data_root, "<data-root>")
    for pattern, word in _CHANCE:
        text = pattern.sub(word, text)
    return text


@dataclass(slots=True, eq=False)
class Call:
    """One call, with the calls inside it and what it did."""

    number: int
    lesson: str
    name: str
    side: str
    title: str = ""
    arguments: tuple[str, ...] = ()
    outcome: str = ""  # how it ended; an error begins with ✗
    deeds: list[str] = field(default_factory=list)  # changes, and what went over the wire
    inside: list[Call] = field(default_factory=list)

    def all(self) -> Iterator[Call]:
        """Yield this call and all inside it, in order."""
        yield self
        for call in self.inside:
            yield from call.all()


class Calls(Teller):
    """Builds the tree of a command's calls; the engine's own start and stop are not in it."""

    def __init__(self, data_root: str | None, names: Iterable[str] = ()) -> None:
        self.roots: list[Call] = []
        self._data_root = data_root
        self._names = tuple(names)
        self._open: dict[int, Call] = {}
        self._ours = True

    def chapter(self, chapter: Chapter) -> None:
        """Only the command's chapter counts."""
        self._ours = chapter.kind == COMMAND_RUNS

    def opened(self, step: Step) -> None:
        """A call begins."""
        around = self._open.get(step.parent.number) if step.parent is not None else None
        if step.lesson is None or not (self._ours or around):
            return
        call = self._open[step.number] = Call(
            step.number,
            step.lesson.id,
            step.lesson.name,
            step.side,
            step.lesson.title,
            tuple(self._steady(f"{name} = {value}") for name, value in step.arguments),
        )
        (around.inside if around is not None else self.roots).append(call)

    def effect(self, step: Step, effect: Effect) -> None:
        """A call changed something."""
        if not effect.changed:
            return
        detail = f" ({effect.detail})" if effect.detail else ""
        self._deed(step, f"{effect.kind} {effect.target}{detail}")

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """A call sent or received something."""
        if exchange.first_line:
            self._deed(step, f"{exchange.direction} {exchange.first_line}")

    def closed(self, step: Step) -> None:
        """A call ends."""
        call = self._open.pop(step.number, None)
        if call is None:
            return
        if step.error is not None:
            call.outcome = self._steady(f"✗ {step.error}")
        elif step.ended:
            call.outcome = self._steady(f"→ {step.result}")

    def _deed(self, step: Step, text: str) -> None:
        if step.number in self._open:
            self._open[step.number].deeds.append(self._steady(text))

    def _steady(self, text: str) -> str:
        for name in self._names:
            text = text.replace(name, "<name>")
        return steady(text, self._data_root)


def calls(trace: Trace, lang: str = "en") -> list[Call]:
    """Return the calls of the command in a trace."""
    tree = Calls(trace.data_root, _drawn_names(trace))
    trace.tell(tree, lang)
    return tree.roots


def _drawn_names(trace: Trace) -> list[str]:
    """Return the names that the daemon drew for containers without one."""
    draws = {e["step"] for e in trace.of("open") if e["lesson"].endswith(".getRandomName")}
    results = (e["result"] for e in trace.of("close") if e["step"] in draws)
    return [result.strip("'") for result in results if result]
