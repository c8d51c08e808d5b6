"""What somebody wants to see of a story, and which steps a name means.

The view (view.py) carries it out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DEFAULT_DEPTH = 1


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see."""

    depth: int | None = DEFAULT_DEPTH  # None: everything, however often it was told
    only: frozenset[str] = frozenset()  # sides; none means all
    focus: frozenset[str] = frozenset()  # lessons' ids; none means all
    engine: bool = False  # whether the engine's start and stop are told step by step
    studied: bool = False  # whether a lesson is being made of it, whatever is left out

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.depth is None

    @property
    def brief(self) -> bool:
        """Whether it is the short story, in which what Docker changed later is a mark only."""
        narrow = bool(self.only or self.focus or self.studied)
        return self.depth == DEFAULT_DEPTH and not narrow


EVERYTHING = Choice(depth=None, engine=True)


def matching(word: str, known: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    """Return the ids of the lessons that `word` names.

    `known` has each lesson's id and its other names. A name may be given in part, from a dot on:
    `create_rw_layer` finds `LayerStore.create_rw_layer`.
    """
    wanted = plain(word.strip().removesuffix("()"))
    found = set()
    for id, names in known:
        spelled = [plain(name) for name in (id, *names)]
        if any(name == wanted or name.endswith(f".{wanted}") for name in spelled):
            found.add(id)
    return frozenset(found)


def plain(name: str) -> str:
    """Return a name without the signs that Go puts around a receiver, in lower case."""
    return name.replace("(*", "").replace(")", "").lower()
