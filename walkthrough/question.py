"""What is asked before a step is shown, and how what really happened answers it.

A question never holds its answer: that is read from what was observed of the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange

Texts = tuple[str, str]  # English, Chinese


@dataclass(slots=True)
class Observed:
    """What happened: before the step that is asked about, and in it with all inside."""

    arguments: Mapping[str, str]
    before: tuple[Effect, ...] = ()
    effects: list[Effect] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    result: str | None = None
    error: str | None = None

    def made(self, pattern: str, *kinds: str, before: bool = False) -> list[re.Match[str]]:
        """Return what `pattern` finds at the beginning of what was made, in order."""
        kinds = kinds or ("mkdir", "create", "symlink", "link", "rename")
        effects = self.before if before else self.effects
        found = (re.match(pattern, e.target) for e in effects if e.kind in kinds)
        return [match for match in found if match is not None]

    def detail(self, pattern: str, wanted: str) -> str | None:
        """Return what `wanted` finds in the detail of the first thing that `pattern` finds."""
        for effect in self.effects:
            if re.match(pattern, effect.target):
                found = re.search(wanted, effect.detail)
                return found.group(1) if found else None
        return None

    def mounts(self, *, before: bool = False) -> int:
        """Return how many mounts were made and not taken away again."""
        programs = [
            re.match(r"(?:\S*/)?(u?mount)\b", effect.target)
            for effect in (self.before if before else self.effects)
        ]
        names = [found.group(1) for found in programs if found is not None]
        return names.count("mount") - names.count("umount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: at which step it is asked, and how it is answered.

    With `choices`, `answer` returns the place of the right one; without, the right text. It
    returns None where the run does not tell. `nth` is which call of the step it is about, of
    those inside the step `inside`.
    """

    step: str
    text: Texts
    answer: Callable[[Observed], int | str | None]
    choices: tuple[Texts, ...] = ()
    inside: str = "daemon.create"
    nth: int = 1

    def is_right(self, said: str, truth: str) -> bool:
        """Compare what somebody typed with what happened: numbers as numbers, else as words."""
        return _plain(said) == _plain(truth)


def _plain(text: str) -> str:
    word = text.strip().strip("'\"").lower().removeprefix("0o")
    return (word.lstrip("0") or "0") if word.isdigit() else word
