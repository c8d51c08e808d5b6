"""`trace compare`: where two runs part.

The trees of calls are laid beside each other: calls of the same step with the same arguments
first, then calls of the same step. What chance puts in (IDs, times, ports) does not count.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from walkthrough.calls import Call, calls
from walkthrough.trace_file import Trace
from walkthrough.values import cut
from walkthrough.words import Say, Word
from walkthrough.wrap import wrap

if TYPE_CHECKING:
    from rich.console import Console

Line = tuple[str, str]  # "-" of one, "+" of the other, and the text
Pairs = Iterator[tuple[Call | None, Call | None]]


@dataclass(slots=True, eq=False)
class Pair:
    """A call in both runs, or in one of them alone, and in what they differ."""

    a: Call | None
    b: Call | None
    arguments: list[Line] = field(default_factory=list)
    deeds: list[Line] = field(default_factory=list)
    outcome: list[Line] = field(default_factory=list)
    inside: list[Pair] = field(default_factory=list)

    @property
    def call(self) -> Call:
        """The call, of whichever run has it."""
        call = self.a or self.b
        assert call is not None
        return call

    @property
    def parts(self) -> bool:
        """Whether the runs take different courses here, not only with different values."""
        failed = any(text.startswith("✗") for _, text in self.outcome)
        return self.a is None or self.b is None or bool(self.deeds) or failed

    @property
    def differs(self) -> bool:
        """Whether something differs here or inside."""
        here = self.parts or self.arguments or self.outcome
        return bool(here) or any(pair.differs for pair in self.inside)


def compared(a: Trace, b: Trace, lang: str = "en") -> list[Pair]:
    """Return the calls of two traces, laid beside each other."""
    return [_pair(one, other) for one, other in _aligned(calls(a, lang), calls(b, lang))]


def _aligned(a: Sequence[Call], b: Sequence[Call], *, by_arguments: bool = True) -> Pairs:
    """Yield calls that belong together; `None` where one run has none."""

    def key(call: Call) -> object:
        return (call.lesson, call.arguments) if by_arguments else call.lesson

    matcher = SequenceMatcher(None, [key(c) for c in a], [key(c) for c in b], autojunk=False)
    for how, a1, a2, b1, b2 in matcher.get_opcodes():
        if how == "equal":
            yield from zip(a[a1:a2], b[b1:b2], strict=True)
        elif by_arguments:
            yield from _aligned(a[a1:a2], b[b1:b2], by_arguments=False)
        else:
            yield from ((call, None) for call in a[a1:a2])
            yield from ((None, call) for call in b[b1:b2])


def _pair(a: Call | None, b: Call | None) -> Pair:
    pair = Pair(a, b)
    if a is not None and b is not None:
        pair.arguments = list(_lines(a.arguments, b.arguments))
        pair.deeds = list(_lines(a.deeds, b.deeds))
        pair.outcome = list(_lines([a.outcome], [b.outcome]))
        pair.inside = [_pair(*both) for both in _aligned(a.inside, b.inside)]
    return pair


def _lines(a: Sequence[str], b: Sequence[str]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    for how, a1, a2, b1, b2 in matcher.get_opcodes():
        if how != "equal":
            yield from (("-", text) for text in a[a1:a2])
            yield from (("+", text) for text in b[b1:b2])


def first_parting(pairs: Sequence[Pair]) -> Pair | None:
    """Return where the two runs take different courses for the first time."""
    for pair in pairs:
        found = first_parting(pair.inside)  # what happens inside comes before the end
        if found is not None or pair.parts:
            return found or pair
    return None


_MAX_ARGUMENT = 120  # characters of what only one run has
STYLES = {"-": "red", "+": "green", "~": "yellow", " ": "dim"}


class Writer:
    """Writes a comparison to a console."""

    def __init__(self, console: Console, say: Say) -> None:
        self._console = console
        self._say = say

    def write(self, a: Trace, b: Trace, pairs: Sequence[Pair]) -> None:
        """Write which runs they are, where they part, and all that differs."""
        for sign, letter, trace in (("-", "A", a), ("+", "B", b)):
            self._line(sign, 0, f"{letter}: {shlex.join(['docker', *trace.command])}")
        parting = first_parting(pairs)
        self._console.print()
        if parting is None:
            word = Word.ALIKE if not any(pair.differs for pair in pairs) else Word.SAME_COURSE
            self._line(" ", 0, self._say(word))
        else:
            self._line("~", 0, self._say(Word.PART_AT, self._name(parting)))
        self._console.print()
        self._pairs(pairs, 0)

    def _pairs(self, pairs: Sequence[Pair], depth: int) -> None:
        alike = 0
        for pair in pairs:
            if not pair.differs:
                alike += sum(1 for _ in pair.call.all())
                continue
            self._alike(alike, depth)
            alike = 0
            self._pair(pair, depth)
        self._alike(alike, depth)

    def _alike(self, count: int, depth: int) -> None:
        if count:
            word = Word.STEP_ALIKE if count == 1 else Word.STEPS_ALIKE
            self._line(" ", depth, self._say(word, count))

    def _pair(self, pair: Pair, depth: int) -> None:
        if pair.a is None or pair.b is None:
            self._only(pair.call, "-" if pair.b is None else "+", depth)
            return
        here = pair.parts or pair.arguments or pair.outcome
        self._line("~" if here else " ", depth, self._name(pair))
        for sign, text in (*pair.arguments, *pair.deeds):
            self._line(sign, depth + 1, text)
        self._pairs(pair.inside, depth + 1)
        for sign, text in pair.outcome:
            self._line(sign, depth + 1, text)

    def _only(self, call: Call, sign: str, depth: int) -> None:
        """Write a call that one run has alone, with all that it did."""
        remark = f": {call.title}" if call.title else ""
        given = ", ".join(cut(argument, _MAX_ARGUMENT) for argument in call.arguments)
        self._line(sign, depth, f"{call.number} {call.name}({given})  [{call.side}]{remark}")
        for deed in call.deeds:
            self._line(sign, depth + 1, deed)
        for inner in call.inside:
            self._only(inner, sign, depth + 1)
        if call.outcome.startswith("✗"):
            self._line(sign, depth + 1, call.outcome)

    def _name(self, pair: Pair) -> str:
        numbers = [str(call.number) for call in (pair.a, pair.b) if call is not None]
        number = numbers[0] if len(set(numbers)) == 1 else "/".join(numbers)
        return f"{number} {pair.call.name}  [{pair.call.side}]"

    def _line(self, sign: str, depth: int, text: str) -> None:
        bars = "│" * min(depth, 24)
        columns = max(self._console.width - len(bars) - 3, 40)
        for number, line in enumerate(wrap(text, columns, rest="    ") or [""]):
            lead = f"{sign if number == 0 or sign in '-+' else ' '} {bars}{' ' if bars else ''}"
            self._console.print(lead + line, style=STYLES[sign], markup=False, soft_wrap=True)


def write(console: Console, a: Trace, b: Trace, say: Say, lang: str) -> bool:
    """Write where two runs part; true if they do not differ at all."""
    pairs = compared(a, b, lang)
    Writer(console, say).write(a, b, pairs)
    return not any(pair.differs for pair in pairs)
