"""How to get a create to go through a step: the flag to type, or what has to be so.

The table is `ways.toml`; a test types what stands there.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("ways.toml")


@dataclass(frozen=True, slots=True)
class Way:
    """One way, and the steps that no way before it reaches."""

    flag: str
    when: Mapping[str, str]  # by language
    words: tuple[str, ...]  # a command that goes it; nothing if it cannot be tried everywhere
    steps: tuple[str, ...]

    def told(self, lang: str) -> str:
        """Return the flag, and when it works, in `lang`."""
        parts = (self.flag, self.when.get(lang, self.when.get("en", "")))
        return ": ".join(part for part in parts if part)


@functools.cache
def ways() -> tuple[Way, ...]:
    """Read the table."""
    with FILE.open("rb") as file:
        return tuple(_way(table) for table in tomllib.load(file)["way"])


def _way(table: Mapping[str, Any]) -> Way:
    return Way(
        table.get("flag", ""),
        table.get("when", {}),
        tuple(table.get("words", ())),
        tuple(table["steps"]),
    )


@functools.cache
def by_step() -> Mapping[str, Way]:
    """Return the way to each step, by the lesson's id."""
    return {step: way for way in ways() for step in way.steps}
