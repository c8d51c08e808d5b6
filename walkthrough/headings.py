"""What stands above each part of a story."""

from __future__ import annotations

from collections.abc import Callable

from walkthrough.remains import worded
from walkthrough.step import COMMAND_RUNS, ENGINE_STARTS, ENGINE_STOPS, REMAINS, Chapter
from walkthrough.words import Say, Word

HEADINGS = {
    ENGINE_STARTS: Word.ENGINE_STARTS,
    COMMAND_RUNS: Word.COMMAND_RUNS,
    ENGINE_STOPS: Word.ENGINE_STOPS,
    REMAINS: Word.REMAINS,
}


def heading_of(kind: str, detail: str, say: Say) -> str:
    """Return the heading of a chapter, in the language of `say`."""
    return say(HEADINGS[kind], worded(detail, say) if kind == REMAINS else detail)


def in_short(chapter: Chapter, say: Say, duration: Callable[[float], str]) -> str:
    """Return what the steps of a chapter that are left out come to."""
    counts = (chapter.steps, chapter.effects)
    if chapter.seconds is None:
        return say(Word.IN_SHORT, *counts)
    return say(Word.IN_SHORT_TIMED, *counts, duration(chapter.seconds))
